package io.lakeflight.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.ViewCatalog;

/**
 * One Iceberg catalog: names and pointers in a SQLite database, tables in a local directory.
 *
 * <p>SQLite wants one writing process, so this is opened by the server alone; engines reach it through the Iceberg REST
 * endpoint. Safe for concurrent use.
 */
public final class LakeCatalog implements AutoCloseable {
    /** The schema every catalog has from the start. */
    public static final String DEFAULT_SCHEMA = "default";

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private final String name;
    private final Path warehouse;
    private final SqliteCatalog iceberg;

    /**
     * Opens the catalog kept in {@code home/state/catalog.db} and {@code home/warehouse}, creating what is missing.
     *
     * @throws UncheckedIOException if a directory cannot be created
     */
    public static LakeCatalog open(String name, Path home) {
        return open(name, home, BUSY_TIMEOUT_MILLIS);
    }

    /** As above, waiting less or more for a lock that another process holds on the database. */
    static LakeCatalog open(String name, Path home, int busyTimeoutMillis) {
        Path state = home.toAbsolutePath().normalize().resolve("state");
        Path warehouse = home.toAbsolutePath().normalize().resolve("warehouse");
        try {
            Files.createDirectories(state);
            Files.createDirectories(warehouse);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the catalog's directories under " + home, e);
        }

        SqliteCatalog iceberg = new SqliteCatalog();
        iceberg.setConf(hadoop());
        iceberg.initialize(name, properties(state.resolve("catalog.db"), warehouse, busyTimeoutMillis));
        Namespace defaultNamespace = Namespace.of(DEFAULT_SCHEMA);
        if (!iceberg.namespaceExists(defaultNamespace)) {
            iceberg.createNamespace(defaultNamespace);
        }
        return new LakeCatalog(name, warehouse, iceberg);
    }

    private static Configuration hadoop() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.file.impl", PlainLocalFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
        return configuration;
    }

    private static Map<String, String> properties(Path database, Path warehouse, int busyTimeoutMillis) {
        return Map.of(
                CatalogProperties.URI,
                "jdbc:sqlite:" + database,
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
                // Hadoop paths are not percent-encoded, so this is not Path.toUri().
                CatalogProperties.WAREHOUSE_LOCATION,
                "file:" + warehouse,
                // A renamed table keeps its directory; a new table of the old name must not share it.
                CatalogProperties.UNIQUE_TABLE_LOCATION,
                "true");
    }

    private LakeCatalog(String name, Path warehouse, SqliteCatalog iceberg) {
        this.name = name;
        this.warehouse = warehouse;
        this.iceberg = iceberg;
    }

    public String name() {
        return name;
    }

    /** The directory new tables are created under. */
    public Path warehouse() {
        return warehouse;
    }

    public Catalog tables() {
        return iceberg;
    }

    public SupportsNamespaces namespaces() {
        return iceberg;
    }

    public ViewCatalog views() {
        return iceberg;
    }

    @Override
    public void close() {
        iceberg.close();
    }
}
