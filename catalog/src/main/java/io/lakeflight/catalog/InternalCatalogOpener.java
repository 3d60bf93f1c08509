package io.lakeflight.catalog;

import io.lakeflight.storage.DirectoryFileIO;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.util.LocationUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens catalogs of our own: names and pointers in a database, tables in a warehouse directory or bucket. */
final class InternalCatalogOpener {
    static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(InternalCatalogOpener.class);

    private static final Map<String, String> FIXED = Map.of(
            "jdbc.schema-version",
            "V1",
            "jdbc.strict-mode",
            "true",
            // A renamed table keeps its directory; a new table of the old name must not share it.
            CatalogProperties.UNIQUE_TABLE_LOCATION,
            "true");

    private static final Pattern IN_STORE = Pattern.compile(
            "[a-z][a-z0-9+.-]*://([\\w.$-]+@)?[^/?#@\\p{Cntrl}]+(/(?!\\.\\.?(/|$))[^/?#\\p{Cntrl}]+)*/?");

    /** In the home directory; for this server alone. */
    private static final String STATE = "state";

    private InternalCatalogOpener() {}

    /**
     * Opens the catalog, creating its database, its warehouse directory and its first schema if they are missing.
     *
     * @param home where the database and the warehouse are, unless the definition says otherwise
     * @throws UncheckedIOException if a directory cannot be created
     */
    static InternalCatalog open(CatalogDefinition definition, Path home, int busyTimeoutMillis, CatalogCaches caches) {
        Path root = home.toAbsolutePath().normalize();
        Map<String, String> database = new TreeMap<>(sqlite(busyTimeoutMillis));
        database.put(CatalogProperties.URI, "jdbc:sqlite:" + database(definition.name(), root));
        return open(definition, root, database, SerialConnection::new, caches);
    }

    /** As above, with the database in a PostgreSQL server, which has to be there. */
    static InternalCatalog openShared(CatalogDefinition definition, Path home, CatalogCaches caches) {
        return open(
                definition,
                home.toAbsolutePath().normalize(),
                postgres(),
                properties -> {
                    PostgresConnections connections =
                            new PostgresConnections(definition.name(), definition.timeout(), properties);
                    try {
                        PostgresTables.prepare(connections);
                        return connections;
                    } catch (RuntimeException e) {
                        connections.close();
                        throw e;
                    }
                },
                caches);
    }

    /**
     * Whether the database is a PostgreSQL server, and not a file of this server's.
     *
     * @throws IllegalArgumentException if it is neither, or nobody says where the files go that all servers share
     */
    static boolean isShared(CatalogDefinition definition) {
        String uri = definition.properties().getOrDefault(CatalogProperties.URI, "");
        if (uri.isEmpty()) {
            return false;
        }
        if (!uri.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("Catalog \"%s\" is internal and cannot be at uri %s (expected: %s)"
                    .formatted(definition.name(), Uris.withoutCredentials(uri), "jdbc:postgresql://..., or no uri"));
        }
        if (!definition.properties().containsKey(CatalogProperties.WAREHOUSE_LOCATION)) {
            throw new IllegalArgumentException("Catalog \"%s\" is in PostgreSQL and has no warehouse (expected: %s)"
                    .formatted(definition.name(), "a directory or s3://bucket/prefix that all its servers reach"));
        }
        return true;
    }

    private static InternalCatalog open(
            CatalogDefinition definition,
            Path home,
            Map<String, String> database,
            Function<Map<String, String>, JdbcClientPool> connections,
            CatalogCaches caches) {
        Map<String, String> properties = new TreeMap<>(FIXED);
        properties.putAll(database);
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse(definition, home));
        definition.properties().forEach(properties::putIfAbsent);
        properties.putAll(StorageProperties.of(definition));
        if (StorageProperties.isRemote(definition)) {
            requireImplementation(definition.name(), properties.get(CatalogProperties.FILE_IO_IMPL));
        }
        properties.putIfAbsent(CatalogProperties.FILE_IO_IMPL, DirectoryFileIO.class.getName());

        InternalCatalog iceberg = new InternalCatalog(new Configuration(), connections, caches);
        try {
            iceberg.initialize(definition.name(), properties);
            createFirstSchema(iceberg);
        } catch (RuntimeException e) {
            Closing.quietly(iceberg);
            throw e;
        }
        return iceberg;
    }

    private static void createFirstSchema(InternalCatalog iceberg) {
        Namespace first = Namespace.of(LakeCatalog.DEFAULT_SCHEMA);
        try {
            if (!iceberg.namespaceExists(first)) {
                iceberg.createNamespace(first);
            }
        } catch (AlreadyExistsException e) {
            log.debug("Another server has created the first schema of catalog {}", iceberg.name(), e);
        }
    }

    /** Where the database is. Only its owner may read it: SQLite gives the files beside it the same rights. */
    private static Path database(String name, Path home) {
        Path directory = created(home.resolve(STATE).resolve("catalogs"));
        Path file = directory.resolve(name + ".db");
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rw-------");
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(rights));
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, name + ".db*")) {
                for (Path part : files) {
                    Files.setPosixFilePermissions(part, rights);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the catalog's database to its owner: " + file, e);
        }
        return file;
    }

    /** The location tables are created under; a path is taken relative to the home directory. */
    static String warehouse(CatalogDefinition definition, Path home) {
        String given = definition.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
        if (given.contains("://") && !given.startsWith("file:")) {
            return inStore(definition.name(), given);
        }
        Path directory = given.isEmpty()
                ? home.resolve("warehouse").resolve(definition.name())
                : home.resolve(given.startsWith("file:") ? given.substring("file:".length()) : given);
        // Locations are not percent-encoded, so this is not Path.toUri().
        return "file:" + created(directory.toAbsolutePath().normalize());
    }

    private static String inStore(String catalog, String location) {
        if (!IN_STORE.matcher(location).matches()) {
            throw new IllegalArgumentException(
                    "The warehouse of catalog \"%s\" is %s (expected: as s3://bucket/path, without ?, # or ..)"
                            .formatted(catalog, Uris.withoutCredentials(location)));
        }
        return LocationUtil.stripTrailingSlash(location);
    }

    private static void requireImplementation(String catalog, @Nullable String implementation) {
        if (implementation == null) {
            throw new IllegalArgumentException(
                    "The warehouse of catalog \"%s\" is in a storage nobody knows (expected: a directory, s3://, or io-impl)"
                            .formatted(catalog));
        }
        try {
            Class.forName(implementation, false, InternalCatalogOpener.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalArgumentException(
                    "The files of catalog \"%s\" are read with %s, which is not installed (expected: Iceberg's bundle for it on the class path)"
                            .formatted(catalog, implementation),
                    e);
        }
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the catalog's directory " + directory, e);
        }
    }

    private static Map<String, String> sqlite(int busyTimeoutMillis) {
        return Map.of(
                "jdbc.journal_mode",
                "WAL",
                "jdbc.synchronous",
                "FULL",
                "jdbc.busy_timeout",
                Integer.toString(busyTimeoutMillis));
    }

    private static Map<String, String> postgres() {
        return Map.of("jdbc.init-catalog-tables", "false");
    }
}
