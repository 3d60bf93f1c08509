package io.lakeflight.testing;

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
