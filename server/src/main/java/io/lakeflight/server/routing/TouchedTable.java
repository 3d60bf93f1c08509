package io.lakeflight.server.routing;

import java.util.Arrays;
import java.util.List;

/**
 * A table or view that a statement reads or writes, by its full name; it may not exist.
 *
 * @param levels of its schema, any of which may have a dot in it
 */
public record TouchedTable(String catalog, List<String> levels, String name) {
    public TouchedTable {
        levels = List.copyOf(levels);
    }

    /** @param schema what its dots part are levels */
    public TouchedTable(String catalog, String schema, String name) {
        this(catalog, Arrays.asList(schema.split("\\.", -1)), name);
    }

    /** As rules and people write it; two tables may have the same. */
    public String path() {
        return catalog + "." + String.join(".", levels) + "." + name;
    }
}
