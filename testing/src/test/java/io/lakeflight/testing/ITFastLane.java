package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.FastLaneConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
        DataPlaneConfig plane = DataPlaneConfig.DEFAULTS.starting(Start.EAGER).with(FastLaneConfig.DEFAULTS.on());
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
}
