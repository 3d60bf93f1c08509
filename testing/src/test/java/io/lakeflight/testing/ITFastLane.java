package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.FastLaneConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast lane from a client's side: TPC-H as with Spark alone, the choices of a session, and what is told afterwards. */
@OnOwnCluster
@Timeout(120)
final class ITFastLane {
    private static TestingCluster cluster;
    private static TestingClient fast;
    private static TestingClient spark;

    @BeforeAll
    static void start() {
        DataPlaneConfig plane = DataPlaneConfig.DEFAULTS.starting(Start.EAGER).with(FastLaneConfig.DEFAULTS);
        cluster = TestingCluster.builder()
                .sampleScale(0.01)
                .dataPlanes(DataPlanesConfig.DEFAULTS.with("interactive", plane))
                .start();
        fast = client();
        spark = client();
        spark.update("SET lakeflight.fast_lane = off");
    }

    private static TestingClient client() {
        TestingClient client = cluster.client();
        client.update("USE lake.tpch");
        return client;
    }

    @AfterAll
    static void stop() {
        fast.close();
        spark.close();
        cluster.close();
    }

    @ParameterizedTest(name = "q{0}")
    @MethodSource("numbers")
    void queryGivesWhatSparkGives(int number) throws IOException {
        String query = text(number);

        Rows rows = fast.query(query);
        assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
        Rows expected = spark.query(query);
        assertThat(lane()).isEqualTo(List.of("'SPARK'", "null"));

        assertThat(rows.schema()).isEqualTo(expected.schema());
        assertThat(rows.texts()).isEqualTo(expected.texts());
    }

    /** Of the last query that an engine answered, and why not the fast one. */
    private static List<String> lane() {
        return cluster.query("SELECT lane, lane_reason FROM system.queries WHERE data_plane IS NOT NULL"
                        + " ORDER BY submitted DESC LIMIT 1")
                .texts()
                .get(0);
    }

    private static IntStream numbers() {
        return IntStream.rangeClosed(1, 22);
    }

    private static String text(int number) throws IOException {
        String resource = "tpch/q%d.sql".formatted(number);
        try (InputStream text = ITFastLane.class.getClassLoader().getResourceAsStream(resource)) {
            assertThat(text).as(resource).isNotNull();
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void queriesThatComeAgainAreKnown() {
        String query = "SELECT count(*) AS n, max(n_name) AS last FROM nation WHERE n_nationkey > 3";
        Counts before = counts();
        fast.query(query);
        assertThat(fast.query(query).texts()).isEqualTo(spark.query(query).texts());
        spark.update("INSERT INTO nation VALUES (100, 'ZZ', 0, '')");

        Rows rows = fast.query(query);
        assertThat(rows.texts()).isEqualTo(List.of(List.of("22", "'ZZ'")));
        assertThat(rows.texts()).isEqualTo(spark.query(query).texts());
        // Told by heartbeats, which may be late with those before, too.
        eventually(Duration.ofSeconds(30), () -> {
            assertThat(counts().hits).isGreaterThanOrEqualTo(before.hits + 2);
            assertThat(counts().misses).isGreaterThan(before.misses);
        });
        spark.update("DELETE FROM nation WHERE n_nationkey = 100");
        assertThat(fast.query(query).texts()).isEqualTo(spark.query(query).texts());
    }

    @Test
    void viewsAreReadAsTheyAreNow() {
        String query = "SELECT min(id) AS least, max(id) AS most FROM few WHERE id > 1";
        spark.update("CREATE VIEW few AS SELECT n_nationkey AS id FROM nation WHERE n_nationkey < 9");
        for (int i = 0; i < 2; i++) {
            assertThat(fast.query(query).texts()).isEqualTo(List.of(List.of("2", "8")));
        }
        spark.update("CREATE OR REPLACE VIEW few AS SELECT n_nationkey AS id FROM nation WHERE n_nationkey < 7");
        for (int i = 0; i < 2; i++) {
            assertThat(fast.query(query).texts()).isEqualTo(List.of(List.of("2", "6")));
        }
        spark.update("DROP VIEW few");
        spark.update("CREATE TABLE few AS SELECT n_nationkey AS id FROM nation WHERE n_nationkey < 5");
        for (int i = 0; i < 3; i++) {
            assertThat(fast.query(query).texts()).isEqualTo(List.of(List.of("2", "4")));
        }
        spark.update("DROP TABLE few");
        spark.update("CREATE VIEW few AS SELECT n_nationkey AS id FROM nation WHERE n_nationkey < 6");
        assertThat(fast.query(query).texts()).isEqualTo(List.of(List.of("2", "5")));
        spark.update("DROP VIEW few");
    }

    /** Queries that the engine's lane has known, and those that it has not. */
    private record Counts(long hits, long misses) {}

    private static Counts counts() {
        List<String> row = cluster.query(
                        "SELECT known_hits, known_misses FROM system.engines WHERE data_plane = 'interactive'")
                .texts()
                .get(0);
        return new Counts(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)));
    }

    @Test
    void queriesThatDuckDbHasNotLetGoOfAreTold() {
        fast.query("SELECT count(*) FROM nation a JOIN nation b ON a.n_regionkey = b.n_regionkey");

        assertThat(cluster.query("SELECT fast_lane_left FROM system.engines WHERE data_plane = 'interactive'")
                        .texts())
                .isEqualTo(List.of(List.of("0")));
    }

    @Test
    void columnsThatAreReadAgainAndAgainAreKept() {
        String query =
                "SELECT s_nationkey, count(*), max(s_name) FROM supplier GROUP BY s_nationkey ORDER BY s_nationkey";
        List<List<String>> rows = spark.query(query).texts();
        for (int i = 0; i < 3; i++) {
            assertThat(fast.query(query).texts()).isEqualTo(rows);
        }

        eventually(Duration.ofSeconds(60), () -> assertThat(cluster.query("SELECT hot_columns_bytes > 0"
                                + " FROM system.engines WHERE data_plane = 'interactive'")
                        .texts())
                .isEqualTo(List.of(List.of("true"))));

        assertThat(fast.query(query).texts()).isEqualTo(rows);
        assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
    }

    @Test
    void refusalIsToldAfterwards() {
        fast.query("SELECT regexp_replace(n_name, '(.)\\1', 'x') FROM nation WHERE n_nationkey > 1");

        assertThat(lane().get(0)).isEqualTo("'SPARK'");
        assertThat(lane().get(1)).isNotEqualTo("null");
    }

    @Test
    void connectionMayDoWithoutIt() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl() + "&fast_lane=off");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sum(o_orderkey) FROM lake.tpch.orders")) {
            assertThat(rows.next()).isTrue();
        }

        assertThat(lane()).isEqualTo(List.of("'SPARK'", "null"));
    }

    @Test
    void sumsOfDoublesAreAddedInItsOrderOnlyIfAllowed() {
        String sql =
                "SELECT sum(CAST(o_orderkey AS DOUBLE)), avg(CAST(o_custkey AS FLOAT)) FROM orders WHERE o_orderkey > 1";
        try (TestingClient client = client()) {
            List<List<String>> expected = client.query(sql).texts();
            assertThat(lane()).first().isEqualTo("'SPARK'");
            assertThat(lane().get(1)).isNotEqualTo("null");

            client.update("SET lakeflight.approximate_doubles = true");
            assertThat(client.query(sql).texts()).isEqualTo(expected);
            assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));

            client.update("RESET lakeflight.approximate_doubles");
            client.query(sql);
            assertThat(lane()).first().isEqualTo("'SPARK'");
        }
    }

    /** Of more digits than DuckDB computes with at first. */
    @Test
    void longProductsAreAnsweredAsWell() {
        String product = "o_totalprice * CAST('100000000000000' AS DECIMAL(15, 0))";
        for (int key = 3; key < 9; key++) {
            String sql = "SELECT max(%s), sum(%s) FROM orders WHERE o_orderkey > %d".formatted(product, product, key);
            List<List<String>> rows = fast.query(sql).texts();
            assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
            assertThat(rows).isEqualTo(spark.query(sql).texts());
        }
        String tooLong = "SELECT max(CAST(%s AS DECIMAL(15, 2))) FROM orders WHERE o_orderkey > 3".formatted(product);
        assertThatThrownBy(() -> fast.query(tooLong)).hasMessageContaining("NUMERIC_VALUE_OUT_OF_RANGE");
        assertThat(history("lane_fallback")).isEqualTo("'FAILED'");
    }

    @Test
    void routeNamesTheLaneAndWhatRefusedIt() {
        assertThat(route(fast, "SELECT max(o_orderkey) FROM orders WHERE o_custkey > 7"))
                .isEqualTo(List.of("'fast'", "'an engine answers it without Spark'"));
        assertThat(route(fast, "SELECT regexp_replace(n_name, '(.)\\1', 'x') FROM nation WHERE n_nationkey > 1"))
                .first()
                .isEqualTo("'spark'");
        assertThat(route(fast, "SELECT max(_pos) FROM nation WHERE n_nationkey > 1")
                        .get(1))
                .doesNotContain("an engine answers it");
        assertThat(route(fast, "SELECT no_such_column FROM nation WHERE n_nationkey > 1"))
                .first()
                .isEqualTo("'fast or spark'");
        assertThat(route(spark, "SELECT max(o_orderkey) FROM orders WHERE o_custkey > 7"))
                .isEqualTo(List.of("'spark'", "'an engine answers it'"));
    }

    private static List<String> route(TestingClient client, String sql) {
        List<String> step = client.query("EXPLAIN ROUTE " + sql).texts().stream()
                .filter(row -> row.get(0).equals("'lane'"))
                .findFirst()
                .orElseThrow();
        return List.of(step.get(1), step.get(3));
    }

    @Test
    void historyTellsHowAQueryCameToSpark() {
        fast.query("SELECT max(_pos) FROM nation WHERE n_nationkey > 1");
        assertThat(history("lane_fallback")).isEqualTo("'REFUSED'");

        fast.query("SELECT count(*) FROM nation WHERE upper(concat(n_name, 'ß')) = 'PERUSS'");
        assertThat(history("lane_fallback")).isEqualTo("'FAILED'");
        assertThat(history("lane")).isEqualTo("'SPARK'");

        fast.query("SELECT max(n_name) FROM nation WHERE n_nationkey > 1");
        assertThat(history("lane_fallback")).isEqualTo("null");

        assertThatThrownBy(
                        () -> fast.query("SELECT 10 DIV (n_nationkey - n_nationkey) FROM nation WHERE n_nationkey > 1"))
                .hasMessageContaining("DIVIDE_BY_ZERO");
        assertThat(history("lane_fallback")).isEqualTo("'FAILED'");
    }

    private static String history(String column) {
        return cluster.query("SELECT " + column + " FROM system.queries WHERE data_plane IS NOT NULL"
                        + " ORDER BY submitted DESC LIMIT 1")
                .texts()
                .get(0)
                .get(0);
    }

    @Test
    void clientThatGoesInTheMiddleLeavesNothing() {
        String sql = "SELECT a.l_orderkey, b.n_name, a.l_comment FROM lineitem a CROSS JOIN nation b";
        try (TestingClient client = client();
                ResultStream rows = client.open(client.sql().execute(sql))) {
            assertThat(rows.next()).isTrue();
        }
        eventually(Duration.ofSeconds(20), () -> {
            assertThat(history("state")).isEqualTo("'CANCELED'");
            assertThat(cluster.server().runningStatements()).isZero();
        });
        assertThat(history("lane")).isEqualTo("'FAST'");
        fast.query("SELECT max(n_name) FROM nation WHERE n_nationkey > 2");
        assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
    }

    /** A crash of native code takes the process with it, as this does. */
    @Test
    void whatAnEngineDiedOfStaysOutOfTheLane() throws IOException {
        Path journal = cluster.home().resolve("fast-lane").resolve("engine-interactive.journal");
        long engine = EngineProcess.of(cluster).pid();
        try (TestingClient client = client()) {
            CompletableFuture<Rows> work = CompletableFuture.supplyAsync(() -> client.query(killer(100_000_000)));
            eventually(
                    Duration.ofSeconds(20), () -> assertThat(isEmpty(journal)).isFalse());

            cluster.killEngine();

            assertThatThrownBy(work::join).isInstanceOf(CompletionException.class);
        }
        assertThat(fast.query(killer(3)).rows()).hasSize(1);
        assertThat(EngineProcess.of(cluster).pid()).isNotEqualTo(engine);
        assertThat(lane()).isEqualTo(List.of("'SPARK'", "'an engine died when one like it was in the fast lane'"));
        fast.query("SELECT max(n_name) FROM nation WHERE n_nationkey > 3");
        assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
        eventually(Duration.ofSeconds(20), () -> assertThat(engineDirectories()).hasSize(1));
    }

    /** Takes DuckDB minutes, or no time: plans of the same shape. */
    private static String killer(int below) {
        return ("SELECT count(*) FROM lineitem a JOIN lineitem b ON a.l_orderkey + b.l_orderkey > 7"
                        + " JOIN lineitem c ON b.l_orderkey + c.l_orderkey > 9"
                        + " WHERE a.l_orderkey < %1$d AND b.l_orderkey < %1$d AND c.l_orderkey < %1$d")
                .formatted(below);
    }

    private static boolean isEmpty(Path journal) {
        try {
            byte[] places = Files.readAllBytes(journal);
            return IntStream.range(0, places.length).allMatch(index -> places[index] == 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What engines spill is in them. */
    private static List<Path> engineDirectories() {
        try (Stream<Path> directories = Files.list(cluster.home().resolve("engines"))) {
            return directories.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
