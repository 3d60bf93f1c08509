package io.lakeflight.catalog;

import io.lakeflight.storage.DirectoryFileIO;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;

/** Opens catalogs of our own: names and pointers in a database, tables in a warehouse directory or bucket. */
final class InternalCatalogOpener {
    static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private InternalCatalogOpener() {}

    /**
     * Opens the catalog, creating its database, its warehouse directory and its first schema if they are missing.
     *
     * @param home where the database and the warehouse are, unless the definition says otherwise
     * @throws UncheckedIOException if a directory cannot be created
     */
    static SqliteCatalog open(CatalogDefinition definition, Path home, int busyTimeoutMillis) {
        Path root = home.toAbsolutePath().normalize();
        Map<String, String> properties = new TreeMap<>(fixed(busyTimeoutMillis));
        properties.put(CatalogProperties.URI, "jdbc:sqlite:" + database(definition.name(), root));
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse(definition, root));
        definition.properties().forEach(properties::putIfAbsent);
        properties.putIfAbsent(CatalogProperties.FILE_IO_IMPL, DirectoryFileIO.class.getName());

        SqliteCatalog iceberg = new SqliteCatalog(new Configuration());
        iceberg.initialize(definition.name(), properties);
        Namespace first = Namespace.of(LakeCatalog.DEFAULT_SCHEMA);
        if (!iceberg.namespaceExists(first)) {
            iceberg.createNamespace(first);
        }
        return iceberg;
    }

    private static Path database(String name, Path home) {
        return created(home.resolve("state").resolve("catalogs")).resolve(name + ".db");
    }

    /** The location tables are created under; a path is taken relative to the home directory. */
    static String warehouse(CatalogDefinition definition, Path home) {
        String given = definition.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
        if (given.contains("://")) {
            return given;
        }
        Path directory = given.isEmpty()
                ? home.resolve("warehouse").resolve(definition.name())
                : home.resolve(given.startsWith("file:") ? given.substring("file:".length()) : given);
        // Locations are not percent-encoded, so this is not Path.toUri().
        return "file:" + created(directory.toAbsolutePath().normalize());
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the catalog's directory " + directory, e);
        }
    }

    private static Map<String, String> fixed(int busyTimeoutMillis) {
        return Map.of(
                "jdbc.journal_mode",
                "WAL",
                "jdbc.synchronous",
                "FULL",
                "jdbc.busy_timeout",
                Integer.toString(busyTimeoutMillis),
                "jdbc.schema-version",
                "V1",
                "jdbc.strict-mode",
                "true",
                // A renamed table keeps its directory; a new table of the old name must not share it.
                CatalogProperties.UNIQUE_TABLE_LOCATION,
                "true");
    }
}
