package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import java.util.List;

/** Which catalogs a request means: the one of exactly this name, or all if it names none. */
final class CatalogFilter {
    private CatalogFilter() {}

    /** The empty name stands for objects without a catalog, of which there are none. */
    static List<String> select(Catalogs catalogs, boolean isNamed, String name) {
        if (!isNamed) {
            return catalogs.catalogs();
        }
        return catalogs.find(name).isPresent() ? List.of(name) : List.of();
    }
}
