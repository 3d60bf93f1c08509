package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTextFacts {
    /** Whatever else the machine is doing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    private Path home;

    private final StatementSummaries summaries = new StatementSummaries(1 << 20);
    private Catalogs catalogs;
    private StatisticsSource statistics;
    private SnapshotSizes sizes;

    @BeforeEach
    void makeTables() {
        LakeCatalog lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        statistics = StatisticsSource.open(StatisticsConfig.DEFAULTS);
        sizes = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES, PATIENCE);
        table(lake, "small", 10);
        table(lake, "large", 1_000);
        lake.tables().createTable(TableIdentifier.of("default", "empty"), SCHEMA);
    }

    @AfterEach
    void close() {
        sizes.close();
        statistics.close();
        catalogs.close();
    }

    @Test
    void bytesAreThoseOfTheTablesRead() {
        assertThat(facts("SELECT 1").bytes()).hasValue(0);
        assertThat(facts("SELECT * FROM empty").bytes()).hasValue(0);
        assertThat(facts("SELECT * FROM small s JOIN lake.default.large l ON s.id = l.id")
                        .bytes())
                .hasValue(1_010);
        assertThat(facts("SELECT * FROM small UNION ALL SELECT * FROM default.small")
                        .bytes())
                .hasValue(10);
    }

    @Test
    void tableThatCannotBeReadIsNotTakenForASlowCatalog() throws IOException {
        String file = catalogs.find("lake")
                .orElseThrow()
                .metadataLocation(TableIdentifier.of("default", "small"))
                .orElseThrow();
        Files.writeString(Path.of(file.substring("file:".length())), "{");
        catalogs.remove("lake");
        catalogs.add(LakeCatalog.open("lake", home));
        TouchedTable small = new TouchedTable("lake", "default", "small");

        assertThat(sizes.scans(Map.of(small, List.of())).unknown().get(small))
                .startsWith("its catalog says: Table lake.default.small cannot be read")
                .endsWith("is damaged");
        assertThat(sizes.versions(Set.of(small))).isEmpty();
    }

    @Test
    void tableThatIsChangedIsReadUnlessRowsAreAdded() {
        assertThat(facts(" /* a */ INSERT INTO large SELECT * FROM small;").bytes())
                .hasValue(10);
        assertThat(facts("UPDATE large SET id = 1").bytes()).hasValue(1_000);
        assertThat(facts("DELETE FROM large WHERE id IN (SELECT id FROM small)").bytes())
                .hasValue(1_010);
    }

    @Test
    void whatIsNotKnownOfOneTableIsNotKnownOfAll() {
        for (String sql : List.of(
                "SELECT * FROM small, missing",
                "SELECT * FROM small.snapshots",
                "SELECT * FROM small VERSION AS OF 1",
                "SELECT * FROM small FOR SYSTEM_TIME AS OF '2024-01-01'",
                "SELECT * FROM IDENTIFIER('large')",
                "SELECT * FROM small, any_function(1)",
                "SELECT * FROM nowhere.default.t",
                "what is this",
                "SHOW TABLES")) {
            assertThat(facts(sql).bytes()).as(sql).isEmpty();
        }
    }

    @Test
    void tablesThatMayBeReadAtABranchAreNotKnown() {
        Session.State state = new Session.State("lake", "default", Map.of("spark.wap.branch", "audit"));

        assertThat(new TextFacts("SELECT * FROM small", state, new FactSources(catalogs, summaries, sizes, Set.of()))
                        .bytes())
                .isEmpty();
    }

    @Test
    void namesAreMadeFull() {
        assertThat(facts("INSERT INTO large SELECT * FROM default.small").tables())
                .hasValue(List.of(
                        new TouchedTable("lake", "default", "small"), new TouchedTable("lake", "default", "large")));
        assertThat(facts("what is this").tables()).isEmpty();
    }

    @Test
    void branchesAndTagsAreOfTheirTable() {
        tag("small", "pii");

        for (String version : List.of("branch_main", "TAG_a", "snapshot_id_12", "at_timestamp_12", "changes")) {
            TextFacts facts = facts("SELECT * FROM lake.default.small." + version);

            assertThat(facts.tables().orElseThrow())
                    .contains(
                            new TouchedTable("lake", "default", "small"),
                            new TouchedTable("lake", "default.small", version));
            assertThat(facts.tags()).containsExactly("pii");
            assertThat(facts.bytes()).isEmpty();
        }
        assertThat(facts("INSERT INTO default.small.branch_b SELECT 1").writes())
                .contains(new TouchedTable("lake", "default", "small"));
        assertThat(facts("SELECT * FROM default.small.files").tables())
                .hasValue(List.of(new TouchedTable("lake", "default.small", "files")));
        assertThat(facts("SELECT * FROM default.branch_b").tables())
                .hasValue(List.of(new TouchedTable("lake", "default", "branch_b")));
    }

    @Test
    void tagsAreThoseOfTheTablesReadAndWritten() {
        tag("small", "pii, cold ,");
        tag("large", "wide");

        assertThat(facts("INSERT INTO large SELECT * FROM default.small").tags())
                .containsExactlyInAnyOrder("pii", "cold", "wide");
        assertThat(facts("SELECT * FROM small, missing").tags()).containsExactlyInAnyOrder("pii", "cold");
        assertThat(facts("SELECT * FROM empty").tags()).isEmpty();
    }

    private void tag(String table, String tags) {
        LakeCatalog lake = catalogs.find("lake").orElseThrow();
        lake.tables()
                .loadTable(TableIdentifier.of("default", table))
                .updateProperties()
                .set("lakeflight.tags", tags)
                .commit();
    }

    @Test
    void catalogThatDoesNotAnswerIsNotWaitedFor() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            catalogs.add(LakeCatalog.open(
                    new CatalogDefinition(
                            "deaf",
                            CatalogType.REST,
                            Map.of("uri", "http://127.0.0.1:" + deaf.getLocalPort()),
                            Duration.ofSeconds(3)),
                    home));
            SnapshotSizes impatient = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES);
            long begun = System.nanoTime();

            OptionalLong bytes =
                    facts("SELECT * FROM deaf.default.t, small", impatient).bytes();
            impatient.close();

            assertThat(bytes).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        }
    }

    private TextFacts facts(String sql) {
        return facts(sql, sizes);
    }

    private TextFacts facts(String sql, SnapshotSizes known) {
        return new TextFacts(
                sql,
                new Session.State("lake", "default", Map.of()),
                new FactSources(catalogs, summaries, known, Set.of()));
    }

    private static void table(LakeCatalog lake, String name, long bytes) {
        Table table = lake.tables().createTable(TableIdentifier.of("default", name), SCHEMA);
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(table.location() + "/data/f.parquet")
                        .withFormat("parquet")
                        .withFileSizeInBytes(bytes)
                        .withRecordCount(1)
                        .build())
                .commit();
    }
}
