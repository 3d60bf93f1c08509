package io.lakeflight.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A catalog that does not answer, or not in time; the others are not affected. */
public sealed class CatalogUnavailableException extends RuntimeException permits CatalogUnusableException {
    private final String catalog;
    private final boolean nothingDone;

    CatalogUnavailableException(String catalog, String reason, @Nullable Throwable cause) {
        this(catalog, reason, cause, UnwrittenMetadataException.isCauseOf(cause));
    }

    /** @param nothingDone whether it is sure that what was asked for has had no effect */
    CatalogUnavailableException(String catalog, String reason, @Nullable Throwable cause, boolean nothingDone) {
        super("Catalog \"" + catalog + "\" is not available: " + reason, cause);
        this.catalog = catalog;
        this.nothingDone = nothingDone;
    }

    /** Never null. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** Whether it is sure that nothing has changed; else what was asked for may have happened. */
    public final boolean hasDoneNothing() {
        return nothingDone;
    }

    /** The catalog's name. */
    public final String catalog() {
        return catalog;
    }
}
