package io.lakeflight.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A catalog that does not answer, or not in time; the others are not affected. */
public final class CatalogUnavailableException extends RuntimeException {
    private final String catalog;

    CatalogUnavailableException(String catalog, String reason, @Nullable Throwable cause) {
        super("Catalog \"" + catalog + "\" is not available: " + reason, cause);
        this.catalog = catalog;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The catalog's name. */
    public String catalog() {
        return catalog;
    }
}
