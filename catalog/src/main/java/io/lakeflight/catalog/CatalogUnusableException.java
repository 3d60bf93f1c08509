package io.lakeflight.catalog;

import org.jspecify.annotations.Nullable;

/** A catalog that cannot be opened as it is defined and installed: asking again is of no use until somebody mends that. */
public final class CatalogUnusableException extends CatalogUnavailableException {
    CatalogUnusableException(String catalog, String reason, @Nullable Throwable cause) {
        super(catalog, reason, cause, true);
    }
}
