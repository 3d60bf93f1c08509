package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.memory.RootAllocator;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has just started tells of tables in its catalogs what it would read in their files. */
class TestKeptSchemas {
    private static final Schema COLUMNS = TestTableSchemaForm.ALL_TYPES;
    private static final Namespace EUROPE = Namespace.of("sales", "eu.north");
    private static final TableIdentifier ORDERS = TableIdentifier.of(EUROPE, "orders");
    private static final TableIdentifier RECENT = TableIdentifier.of("default", "recent");
    private static final CommandGetTables ALL =
            CommandGetTables.newBuilder().setIncludeSchema(true).build();

    @TempDir
    Path home;

    @BeforeEach
    void create() {
        try (LakeCatalog lake = server()) {
            lake.namespaces().createNamespace(Namespace.of("sales"));
            lake.namespaces().createNamespace(EUROPE);
            createTable(lake, ORDERS);
            createTable(lake, TableIdentifier.of("default", "a.b"));
            lake.views()
                    .buildView(RECENT)
                    .withSchema(COLUMNS.select("a"))
                    .withDefaultNamespace(EUROPE)
                    .withQuery("spark", "SELECT a FROM orders")
                    .create();
        }
    }

    @Test
    void listingAfterAStartIsThatOfTheFilesAndReadsNone() throws IOException {
        List<List<Object>> read = listed(withoutKept(), ALL);

        loseFiles();

        assertThat(read).hasSize(3);
        assertThat(listed(server(), ALL)).isEqualTo(read);
        assertThat(listed(server(), ALL.toBuilder().setCatalog("lake").build())).isEqualTo(read);
    }

    @Test
    void tableAskedForByNameIsThatOfItsFileAndReadsNone() throws IOException {
        CommandGetTables one =
                ALL.toBuilder().setTableNameFilterPattern("orders").build();
        List<List<Object>> read = listed(withoutKept(), one);

        loseFiles();

        assertThat(read).hasSize(1);
        assertThat(listed(server(), one)).isEqualTo(read);
    }

    @Test
    void whatOthersHaveChangedIsReadAgainAndThenKept() throws IOException {
        try (LakeCatalog other = withoutKept()) {
            other.tables()
                    .loadTable(ORDERS)
                    .updateSchema()
                    .addColumn("more", Types.LongType.get())
                    .commit();
            other.tables().renameTable(TableIdentifier.of("default", "a.b"), TableIdentifier.of("default", "c"));
        }
        List<List<Object>> read = listed(withoutKept(), ALL);
        assertThat(listed(server(), ALL)).isEqualTo(read);

        loseFiles();

        assertThat(listed(server(), ALL)).isEqualTo(read);
    }

    @Test
    void whatWasReadAheadIsKept() throws IOException {
        try (LakeCatalog other = withoutKept()) {
            other.tables().loadTable(ORDERS).updateProperties().set("a", "1").commit();
        }
        List<List<Object>> read = listed(withoutKept(), ALL);
        try (RootAllocator allocator = new RootAllocator();
                Catalogs catalogs = Catalogs.of(server())) {
            assertThat(new FlightMetadata(catalogs, allocator, "1").readAhead("lake", 10, () -> true))
                    .isEqualTo(3);
        }

        loseFiles();

        assertThat(listed(server(), ALL)).isEqualTo(read);
    }

    @Test
    void listingInAServerAtWorkIsThatOfTheFiles() {
        LakeCatalog lake = server();
        try (RootAllocator allocator = new RootAllocator();
                Catalogs catalogs = Catalogs.of(lake)) {
            FlightMetadata metadata = new FlightMetadata(catalogs, allocator, "1");
            rows(metadata, ALL);
            lake.tables()
                    .loadTable(ORDERS)
                    .updateSchema()
                    .deleteColumn("b")
                    .renameColumn("c", "d2")
                    .commit();
            lake.tables().renameTable(ORDERS, TableIdentifier.of("default", "renamed"));
            createTable(lake, ORDERS);
            lake.views()
                    .buildView(RECENT)
                    .withSchema(COLUMNS.select("b"))
                    .withDefaultNamespace(EUROPE)
                    .withQuery("spark", "SELECT b FROM orders")
                    .replace();

            assertThat(rows(metadata, ALL))
                    .hasSize(4)
                    .isEqualTo(rows(metadata, ALL))
                    .isEqualTo(listed(withoutKept(), ALL));
        }
    }

    private LakeCatalog server() {
        return open(CatalogCaches.of(CacheConfig.DEFAULTS, FlightMetadata.schemaForm()));
    }

    private LakeCatalog withoutKept() {
        return open(CatalogCaches.of(CacheConfig.DEFAULTS));
    }

    private LakeCatalog open(CatalogCaches caches) {
        return LakeCatalog.open(CatalogDefinition.internal("lake"), home, caches);
    }

    private static void createTable(LakeCatalog lake, TableIdentifier table) {
        lake.tables()
                .buildTable(table, COLUMNS)
                .withPartitionSpec(PartitionSpec.unpartitioned())
                .withProperties(Map.of("format-version", "3"))
                .create();
    }

    /** By a server that has just started with the catalog, and ends afterwards. */
    private static List<List<Object>> listed(LakeCatalog lake, CommandGetTables request) {
        try (RootAllocator allocator = new RootAllocator();
                Catalogs catalogs = Catalogs.of(lake)) {
            return rows(new FlightMetadata(catalogs, allocator, "1"), request);
        }
    }

    /** Messages as texts, which can be compared. */
    private static List<List<Object>> rows(FlightMetadata metadata, CommandGetTables request) {
        TestingListener answer = new TestingListener();
        metadata.streamTables(request, answer);
        return answer.rows().stream()
                .map(row -> row.stream()
                        .map(value ->
                                value instanceof byte[] message ? HexFormat.of().formatHex(message) : value)
                        .toList())
                .toList();
    }

    private void loseFiles() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
