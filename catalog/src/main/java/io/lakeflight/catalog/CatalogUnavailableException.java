package io.lakeflight.catalog;

/** A catalog that does not answer, or not in time; the others are not affected. */
public final class CatalogUnavailableException extends RuntimeException {
    private final String catalog;

    CatalogUnavailableException(String catalog, String reason, Throwable cause) {
        super("Catalog \"" + catalog + "\" is not available: " + reason, cause);
        this.catalog = catalog;
    }

    /** The catalog's name. */
    public String catalog() {
        return catalog;
    }
}
