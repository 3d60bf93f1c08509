package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.CountingFileIO;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.routing.Scans;
import io.lakeflight.server.routing.TouchedTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was found out of tables is told again while they are as they were, and at no other time. */
class TestKnownScans {
    /** Whatever else the machine is doing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final TouchedTable T = new TouchedTable("lake", "default", "t");
    private static final TouchedTable U = new TouchedTable("lake", "default", "u");

    private final String counted = UUID.randomUUID().toString();
    private Path home;
    private LakeCatalog lake;
    private Catalogs catalogs;
    private StatisticsSource statistics;
    private SnapshotSizes sizes;

    @BeforeEach
    void makeTables(@TempDir Path directory) {
        home = directory;
        lake = open(directory);
        catalogs = Catalogs.of(lake);
        statistics = StatisticsSource.open(StatisticsConfig.DEFAULTS);
        sizes = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES, PATIENCE);
        for (TouchedTable table : List.of(T, U)) {
            lake.tables().createTable(name(table), SCHEMA);
            append(table, 10);
        }
    }

    private LakeCatalog open(Path directory) {
        return LakeCatalog.open(
                new CatalogDefinition(
                        "lake",
                        CatalogType.INTERNAL,
                        CountingFileIO.properties(counted),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                directory);
    }

    @AfterEach
    void close() {
        sizes.close();
        statistics.close();
        catalogs.close();
    }

    @Test
    void unchangedTablesAreToldWithoutALookAtTheirFiles() {
        Scans first = scans("SELECT * FROM t, u WHERE t.id > 5");
        // Nothing is left in memory of manifests and metadata, but what was told.
        statistics.close();
        CountingFileIO.takeReads(counted);

        Scans again = scans("SELECT * FROM t, u WHERE t.id > 5");

        assertThat(again).isEqualTo(first);
        assertThat(again.known()).containsOnlyKeys(T, U);
        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
    }

    @Test
    void commitIsSeenAtOnceAndOfThatTableOnly() {
        for (int i = 2; i < 5; i++) {
            append(T, 10);

            Scans now = scans("SELECT * FROM t, u");

            assertThat(now.known().get(T).all().bytes()).isEqualTo(10L * i);
            assertThat(now.known().get(U).all().bytes()).isEqualTo(10);
        }
    }

    @Test
    void commitOfAnotherServerIsSeenAtOnce() {
        scans("SELECT * FROM t");
        try (LakeCatalog other = open(home)) {
            append(other.tables().loadTable(name(T)), 90);
        }

        assertThat(scans("SELECT * FROM t").known().get(T).all().bytes()).isEqualTo(100);
    }

    @Test
    void changeOfASchemaOrOfTagsIsSeen() {
        scans("SELECT * FROM t");
        Table table = lake.tables().loadTable(name(T));
        table.updateSchema().addColumn("more", Types.StringType.get()).commit();
        table.updateProperties().set("lakeflight.tags", "hot").commit();

        Scans now = scans("SELECT * FROM t");

        assertThat(now.known().get(T).columns()).hasSize(2);
        assertThat(now.known().get(T).tags()).containsExactly("hot");
    }

    @Test
    void tableThatIsGoneIsUnknown() {
        scans("SELECT * FROM t");
        lake.tables().dropTable(name(T), true);

        assertThat(scans("SELECT * FROM t").unknown()).containsEntry(T, "there is no such table or view");
    }

    @Test
    void viewThatHasTheNameOfATableIsToldFromIt() {
        scans("SELECT * FROM t");
        lake.tables().dropTable(name(T), true);
        lake.views()
                .buildView(name(T))
                .withSchema(SCHEMA)
                .withDefaultNamespace(Namespace.of("default"))
                .withQuery("spark", "SELECT * FROM default.u")
                .create();

        assertThat(scans("SELECT * FROM t").unknown()).containsEntry(T, "it is a view");
    }

    @Test
    void tableThatGotTheNameOfAnotherIsToldFromIt() {
        append(U, 7);
        scans("SELECT * FROM t, u");
        lake.tables().dropTable(name(T), true);
        lake.tables().renameTable(name(U), name(T));

        assertThat(scans("SELECT * FROM t").known().get(T).all().bytes()).isEqualTo(17);
    }

    @Test
    void catalogDefinedAnewIsAnother(@TempDir Path elsewhere) {
        scans("SELECT * FROM t");
        catalogs.remove("lake");
        lake = open(elsewhere);
        catalogs.add(lake);

        assertThat(scans("SELECT * FROM t").unknown()).containsEntry(T, "there is no such table or view");
    }

    @Test
    void otherConditionsAreOthers() {
        Scans all = scans("SELECT * FROM t");

        assertThat(scans("SELECT * FROM t WHERE id IS NULL")
                        .known()
                        .get(T)
                        .left()
                        .bytes())
                .isZero();
        assertThat(scans("SELECT * FROM t")).isEqualTo(all);
    }

    private Scans scans(String sql) {
        Map<TouchedTable, List<TableRead>> reads = StatementReader.read(sql).scans().stream()
                .collect(Collectors.groupingBy(
                        read -> new TouchedTable("lake", "default", read.name().get(0))));
        return sizes.scans(reads);
    }

    private void append(TouchedTable table, long bytes) {
        append(lake.tables().loadTable(name(table)), bytes);
    }

    private static void append(Table table, long bytes) {
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(table.location() + "/data/" + UUID.randomUUID() + ".parquet")
                        .withFormat("parquet")
                        .withFileSizeInBytes(bytes)
                        .withRecordCount(1)
                        .build())
                .commit();
    }

    private static TableIdentifier name(TouchedTable table) {
        return TableIdentifier.of("default", table.name());
    }
}
