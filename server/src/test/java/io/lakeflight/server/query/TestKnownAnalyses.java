package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.CountingFileIO;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.Session;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done again for a text that comes again. */
class TestKnownAnalyses {
    /** Whatever else the machine is doing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final TableIdentifier NAME = TableIdentifier.of("default", "t");
    private static final String SQL = "SELECT id FROM t WHERE id > 5";

    private final String counted = UUID.randomUUID().toString();
    private final List<String> read = new ArrayList<>();
    private final List<String> analyzed = new ArrayList<>();
    private final Map<TouchedTable, String> seen = new HashMap<>();
    private final StatementSummaries summaries = new StatementSummaries(1 << 20, sql -> {
        read.add(sql);
        return StatementReader.read(sql);
    });

    private Session.State state = new Session.State("lake", "default", Map.of());
    private String plane = "interactive";
    private Analysis answer = analysis("first");
    private Catalogs catalogs;
    private StatisticsSource statistics;
    private SnapshotSizes sizes;
    private KnownAnalyses analyses;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path home) {
        LakeCatalog lake = LakeCatalog.open(
                new CatalogDefinition(
                        "lake",
                        CatalogType.INTERNAL,
                        CountingFileIO.properties(counted),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home);
        catalogs = Catalogs.of(lake);
        statistics = StatisticsSource.open(StatisticsConfig.DEFAULTS);
        sizes = new SnapshotSizes(catalogs, statistics, RoutingConfig.SCAN_CACHE_BYTES, PATIENCE);
        analyses = new KnownAnalyses(1 << 20, sizes);
        table = lake.tables().createTable(NAME, SCHEMA);
        append(1);
        append(10);
    }

    @AfterEach
    void close() {
        sizes.close();
        statistics.close();
        catalogs.close();
    }

    @Test
    void sameTextIsNeitherReadNorAnalyzedNorPrunedAgain() {
        for (int i = 0; i < 2; i++) {
            ask(SQL);
            assertThat(facts(SQL).bytes()).hasValue(10);
        }
        assertThat(read).containsExactly(SQL);
        assertThat(analyzed).hasSize(2);
        read.clear();
        analyzed.clear();
        CountingFileIO.takeReads(counted);

        for (int i = 0; i < 5; i++) {
            assertThat(ask(" " + SQL + ";")).isEqualTo(analysis("first"));
            assertThat(facts(SQL).bytes()).hasValue(10);
        }

        assertThat(read).isEmpty();
        assertThat(analyzed).isEmpty();
        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
    }

    @Test
    void textThatDiffersInLiteralsFindsManifestsInMemory() {
        assertThat(facts(SQL).bytes()).hasValue(10);
        CountingFileIO.takeReads(counted);

        assertThat(facts("SELECT id FROM t WHERE id > 11").bytes()).hasValue(0);

        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
    }

    @Test
    void otherConstantsInConditionsAreNotAnalyzed() {
        askUntilKnown(SQL);

        assertThat(ask("SELECT id FROM t WHERE id > 7")).isEqualTo(analysis("first"));
        assertThat(analyzed).isEmpty();

        for (String other : List.of(
                "SELECT id, 5 FROM t WHERE id > 5",
                "SELECT id FROM t WHERE id > '5'",
                "SELECT id FROM t WHERE id > 5.0",
                "SELECT id FROM t WHERE id > 5000000000")) {
            ask(other);
        }
        assertThat(analyzed).hasSize(4);
    }

    @Test
    void tableThatHasChangedIsAnalyzedAnew() {
        askUntilKnown(SQL);

        append(100);
        answer = analysis("second");
        assertThat(ask(SQL)).isEqualTo(analysis("second"));
        assertThat(ask(SQL)).isEqualTo(analysis("second"));
        assertThat(analyzed).hasSize(1);

        table.updateSchema().addColumn("more", Types.StringType.get()).commit();
        answer = analysis("third");
        assertThat(ask(SQL)).isEqualTo(analysis("third"));
    }

    @Test
    void tableMadeAnewIsAnalyzedAnew() {
        askUntilKnown(SQL);

        LakeCatalog lake = catalogs.find("lake").orElseThrow();
        lake.tables().dropTable(NAME, false);
        ask(SQL);
        lake.tables().createTable(NAME, SCHEMA);
        ask(SQL);

        assertThat(analyzed).hasSize(2);
    }

    /** There a table that is made anew has a metadata file of the same name. */
    @Test
    void tableOfADirectoryIsAlwaysAnalyzed(@TempDir Path other) {
        LakeCatalog directory = LakeCatalog.open(
                new CatalogDefinition(
                        "files",
                        CatalogType.HADOOP,
                        Map.of("warehouse", "file:" + other.resolve("files")),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                other);
        catalogs.add(directory);
        TableIdentifier name = TableIdentifier.of("s", "t");
        directory.call(() -> directory.tables().createTable(name, SCHEMA));
        String sql = "SELECT * FROM files.s.t";
        for (int i = 0; i < 3; i++) {
            ask(sql);
        }

        directory.call(() -> directory.tables().dropTable(name, true));
        directory.call(() -> directory
                .tables()
                .createTable(name, new Schema(Types.NestedField.optional(1, "other", Types.StringType.get()))));
        answer = analysis("second");

        assertThat(ask(sql)).isEqualTo(analysis("second"));
    }

    @Test
    void schemaWithADotInItsNameIsNotTwo() {
        LakeCatalog lake = catalogs.find("lake").orElseThrow();
        lake.namespaces().createNamespace(Namespace.of("a"));
        for (Namespace namespace : List.of(Namespace.of("a.b"), Namespace.of("a", "b"))) {
            lake.namespaces().createNamespace(namespace);
            lake.tables().createTable(TableIdentifier.of(namespace, "t"), SCHEMA);
        }
        String sql = "SELECT * FROM lake.`a.b`.t";
        askUntilKnown(sql);

        lake.tables()
                .loadTable(TableIdentifier.of(Namespace.of("a.b"), "t"))
                .updateSchema()
                .addColumn("more", Types.StringType.get())
                .commit();
        answer = analysis("second");

        assertThat(ask(sql)).isEqualTo(analysis("second"));
    }

    @Test
    void otherContextsAreOthers() {
        askUntilKnown(SQL);

        state = new Session.State("lake", "default", Map.of("spark.sql.session.timeZone", "UTC"));
        ask(SQL);
        state = new Session.State("lake", "other", Map.of());
        ask(SQL);
        state = new Session.State("lake", "default", Map.of());
        plane = "batch";
        ask(SQL);

        assertThat(analyzed).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t, missing",
                "SELECT id FROM t VERSION AS OF 1",
                "SELECT * FROM t.snapshots",
                "SELECT any_function(id) FROM t",
                "SELECT id FROM t WHERE id > ?",
                "SELECT * FROM IDENTIFIER('t')",
                "INSERT INTO t SELECT 1",
                "SHOW TABLES",
                "what is this"
            })
    void whatMayDependOnMoreIsAlwaysAnalyzed(String sql) {
        for (int i = 0; i < 4; i++) {
            ask(sql);
        }

        assertThat(analyzed).hasSize(4);
    }

    @Test
    void statementThatIsNoQueryToTheEngineIsAlwaysAnalyzed() {
        answer = Analysis.newBuilder().setKind(StatementKind.DML).build();

        for (int i = 0; i < 4; i++) {
            ask(SQL);
        }

        assertThat(analyzed).hasSize(4);
    }

    @Test
    void limitHolds() {
        analyses = new KnownAnalyses(10_000, sizes);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                ask("SELECT " + i + " FROM t");
            }
        }

        assertThat(analyzed).hasSizeGreaterThan(280);
    }

    @Test
    void longSettingsCountByTheirLength() {
        analyses = new KnownAnalyses(100_000, sizes);
        state = new Session.State(
                "lake",
                "default",
                IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "my.setting." + i, i -> "x"
                        .repeat(1000))));
        for (int i = 0; i < 4; i++) {
            ask(SQL);
        }

        assertThat(analyzed).hasSize(4);
    }

    @Test
    void tablesAreToldToBeWhereTheyAre() {
        TouchedTable there = new TouchedTable("lake", "default", "t");
        TouchedTable missing = new TouchedTable("lake", "default", "missing");
        TouchedTable elsewhere = new TouchedTable("other", "default", "t");
        String before = location();
        assertThat(sizes.toldAtOnce(List.of(there, missing, elsewhere))).isEqualTo(Map.of(there, before));

        append(100);

        assertThat(location()).isNotEqualTo(before);
        CountingFileIO.takeReads(counted);
        assertThat(sizes.toldAtOnce(List.of(there))).isEqualTo(Map.of(there, location()));
        assertThat(CountingFileIO.takeReads(counted)).isEmpty();
    }

    @Test
    void whatTablesWereLookedUpIsTold() {
        TouchedTable touched = new TouchedTable("lake", "default", "t");
        ask(SQL);
        assertThat(seen).isEmpty();

        ask(SQL);
        assertThat(seen).isEqualTo(Map.of(touched, location()));

        append(100);
        ask(SQL);
        assertThat(seen).isEqualTo(Map.of(touched, location()));
    }

    @Test
    void whatWasSeenIsOfNowForAMoment() {
        TouchedTable ours = new TouchedTable("lake", "default", "t");
        TouchedTable others = new TouchedTable("other", "default", "t");
        SeenTables now = new SeenTables(Map.of(ours, "here", others, "there"), System.nanoTime());
        SeenTables before = new SeenTables(
                Map.of(), System.nanoTime() - Duration.ofMillis(60).toNanos());

        assertThat(before.isOfNow()).isFalse();
        assertThat(now.of("lake"::equals)).isEqualTo(Map.of(ours, "here"));
    }

    private String location() {
        return ((HasTableOperations) table).operations().current().metadataFileLocation();
    }

    private void askUntilKnown(String sql) {
        for (int i = 0; i < 3; i++) {
            ask(sql);
        }
        assertThat(analyzed).hasSize(2);
        analyzed.clear();
    }

    private Analysis ask(String sql) {
        TextFacts facts = facts(sql);
        return analyses.of(
                new KnownAnalyses.Context(facts.summary().shape(), plane, state, catalogs.versions()),
                facts,
                () -> {
                    analyzed.add(sql);
                    return answer;
                },
                seen::putAll);
    }

    private TextFacts facts(String sql) {
        return new TextFacts(sql, state, new FactSources(catalogs, summaries, sizes, Set.of()));
    }

    private static Analysis analysis(String schema) {
        return Analysis.newBuilder()
                .setKind(StatementKind.QUERY)
                .setSchema(ByteString.copyFromUtf8(schema))
                .build();
    }

    /** A file of so many bytes, in which that number is the only id. */
    private void append(long id) {
        Map<Integer, Long> counts = Map.of(1, 1L);
        Map<Integer, ByteBuffer> bound = Map.of(1, Conversions.toByteBuffer(Types.LongType.get(), id));
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(table.location() + "/data/" + id + ".parquet")
                        .withFormat("parquet")
                        .withFileSizeInBytes(id)
                        .withMetrics(new Metrics(1L, null, counts, Map.of(1, 0L), null, bound, bound))
                        .build())
                .commit();
    }
}
