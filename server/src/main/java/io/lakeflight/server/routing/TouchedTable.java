package io.lakeflight.server.routing;

/**
 * A table or view that a statement reads or writes, by its full name; it may not exist.
 *
 * @param schema parts joined by {@code .}
 */
public record TouchedTable(String catalog, String schema, String name) {
    /** As rules and people write it. */
    public String path() {
        return catalog + "." + schema + "." + name;
    }
}
