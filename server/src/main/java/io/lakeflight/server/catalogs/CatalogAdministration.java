package io.lakeflight.server.catalogs;

import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.session.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds and removes catalogs while the server runs. What was added is there again after a restart; what configuration
 * defines can only be changed there. Safe for concurrent use.
 */
public final class CatalogAdministration {
    private static final Logger log = LoggerFactory.getLogger(CatalogAdministration.class);

    private final Catalogs catalogs;
    private final CatalogStore store;
    private final Path home;
    private final CatalogCaches caches;
    private final Set<String> configured;

    /** One catalog and where its definition comes from. */
    public record Entry(CatalogDefinition definition, boolean isConfigured) {}

    /** Opens every catalog of the configuration and of the store. */
    public CatalogAdministration(
            CatalogsConfig config, CatalogStore store, Catalogs catalogs, Path home, CatalogCaches caches) {
        this.catalogs = catalogs;
        this.store = store;
        this.home = home;
        this.caches = caches;
        this.configured =
                config.definitions().stream().map(CatalogDefinition::name).collect(Collectors.toSet());
        config.definitions().forEach(definition -> catalogs.add(opened(definition)));
        for (CatalogDefinition added : store.list()) {
            if (configured.contains(added.name())) {
                log.warn(
                        "Catalog {} is defined by the configuration; the one added at run time is not used",
                        added.name());
            } else {
                catalogs.add(opened(added));
            }
        }
    }

    /** One that cannot be opened must not keep the server, and all others, from starting. */
    private LakeCatalog opened(CatalogDefinition definition) {
        try {
            return LakeCatalog.open(definition, home, caches);
        } catch (RuntimeException e) {
            if (definition.name().equals(Session.DEFAULT_CATALOG)) {
                throw e;
            }
            log.error("Catalog {} cannot be opened; its statements fail until it can be", definition, e);
            return LakeCatalog.unopened(definition, home, caches);
        }
    }

    /** All definitions by name, also of catalogs that could not be opened. */
    public List<Entry> list() {
        TreeSet<String> names = new TreeSet<>(catalogs.catalogs());
        return names.stream()
                .map(catalogs::find)
                .flatMap(Optional::stream)
                .map(catalog -> new Entry(catalog.definition(), configured.contains(catalog.name())))
                .toList();
    }

    /**
     * Opens a catalog, asks it for its schemas, and keeps it.
     *
     * @throws IllegalArgumentException if there is one of this name already, or the definition makes no sense
     * @throws RuntimeException if it cannot be reached or does not answer as a catalog; nothing is kept then
     */
    public synchronized void add(CatalogDefinition definition) {
        if (catalogs.find(definition.name()).isPresent()) {
            throw new IllegalArgumentException("There is a catalog named \"" + definition.name() + "\" already");
        }
        // Only here and in the configuration: what was taken by an earlier version is served as before.
        definition.requireUsable();
        LakeCatalog catalog = LakeCatalog.open(definition, home, caches);
        try {
            Catalogs.requireAnswer(catalog);
            store.put(definition);
            catalogs.add(catalog);
        } catch (RuntimeException e) {
            catalog.close();
            throw e;
        }
        log.info("Catalog added: {}", definition);
    }

    /**
     * Forgets a catalog that was added at run time; its tables stay where they are. False if there is none.
     *
     * @throws IllegalArgumentException if the configuration defines it
     */
    public synchronized boolean remove(String name) {
        if (configured.contains(name)) {
            throw new IllegalArgumentException("Catalog \"" + name
                    + "\" is defined by the configuration file (expected: take it out there, and start again)");
        }
        boolean known = store.remove(name);
        boolean removed = catalogs.remove(name);
        if (removed) {
            log.info("Catalog removed: {}", name);
        }
        return known || removed;
    }
}
