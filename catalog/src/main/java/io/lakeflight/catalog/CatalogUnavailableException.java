package io.lakeflight.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A catalog that does not answer, or not in time; the others are not affected. */
public sealed class CatalogUnavailableException extends RuntimeException permits CatalogUnusableException {
    private final String catalog;

    CatalogUnavailableException(String catalog, String reason, @Nullable Throwable cause) {
        super("Catalog \"" + catalog + "\" is not available: " + reason, cause);
        this.catalog = catalog;
    }

    /** Never null. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The catalog's name. */
    public final String catalog() {
        return catalog;
    }
}
