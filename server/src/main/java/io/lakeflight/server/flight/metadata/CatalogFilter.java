package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which catalogs a request means: the one of exactly this name, or all if it names none. */
final class CatalogFilter {
    private static final Logger log = LoggerFactory.getLogger(CatalogFilter.class);
    private static final Duration PATIENCE_FOR_ONE = Duration.ofMinutes(1);
    private static final Duration PATIENCE_AMONG_ALL = Duration.ofSeconds(3);

    private CatalogFilter() {}

    /**
     * Lists each catalog, telling how long to wait for it. One that is out of reach fails the request that names it, and
     * is left out where all are listed, so that a tool sees the others.
     */
    static void forEach(Catalogs catalogs, boolean isNamed, String name, BiConsumer<String, Duration> list) {
        if (isNamed) {
            // The empty name stands for objects without a catalog, of which there are none.
            catalogs.find(name).ifPresent(catalog -> list.accept(name, PATIENCE_FOR_ONE));
            return;
        }
        for (String catalog : catalogs.catalogs()) {
            try {
                list.accept(catalog, PATIENCE_AMONG_ALL);
            } catch (CatalogUnavailableException e) {
                log.warn("Left out of a listing: {}", e.getMessage());
            }
        }
    }
}
