package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.FastLaneConfig;
import io.lakeflight.server.control.LaneDifferences;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Queries of the fast lane that an idle engine has Spark execute as well; and one that DuckDB answers wrongly. */
@OnOwnCluster
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ITFastLaneShadow {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LARGEST = 0x1122334455667788L;

    private static TestingCluster cluster;
    private static TestingClient client;

    @BeforeAll
    static void start() throws IOException {
        DataPlaneConfig plane =
                DataPlaneConfig.DEFAULTS.starting(Start.EAGER).with(FastLaneConfig.DEFAULTS.shadowing(1));
        cluster = TestingCluster.builder()
                .sampleScale(0.01)
                .dataPlanes(DataPlanesConfig.DEFAULTS.with("interactive", plane))
                .start();
        client = cluster.client();
        client.update("USE lake.tpch");
        client.update("CREATE TABLE asked AS SELECT " + LARGEST + " AS id, 'name' AS name");
        client.update("CREATE TABLE lying AS SELECT /*+ COALESCE(1) */ id FROM VALUES (1L), (2L), (" + LARGEST
                + "L) AS v(id)");
        for (List<Object> file :
                client.query("SELECT file_path FROM lake.tpch.lying.files").rows()) {
            lie(Path.of(String.valueOf(file.get(0)).replaceFirst("^file:", "")));
        }
    }

    /**
     * Has the footer of a Parquet file say that no value is greater than 2. Iceberg has no reason to look there, for it
     * knows of no condition on the column alone; DuckDB does before it reads what would be of no use.
     */
    private static void lie(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int footer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        byte[] truth = littleEndian(LARGEST);
        int lies = 0;
        for (int at = bytes.length - 8 - footer; at < bytes.length - 16; at++) {
            if (Arrays.equals(bytes, at, at + truth.length, truth, 0, truth.length)) {
                System.arraycopy(littleEndian(2), 0, bytes, at, truth.length);
                lies++;
            }
        }
        assertThat(lies).as("statistics in the footer of " + file).isPositive();
        Files.write(file, bytes);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }

    private static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    /** What the engine's last heartbeat told. */
    private record Figures(long equal, long different, long dropped, long waiting, String heartbeat) {
        long ended() {
            return equal + different + dropped;
        }
    }

    private static Figures figures() {
        List<String> row = cluster.query("SELECT shadow_equal, shadow_different, shadow_dropped, shadow_waiting,"
                        + " last_heartbeat FROM system.engines WHERE data_plane = 'interactive'")
                .texts()
                .get(0);
        return new Figures(
                Long.parseLong(row.get(0)),
                Long.parseLong(row.get(1)),
                Long.parseLong(row.get(2)),
                Long.parseLong(row.get(3)),
                row.get(4));
    }

    private static List<String> lane() {
        return cluster.query("SELECT lane, lane_reason FROM system.queries WHERE data_plane IS NOT NULL"
                        + " ORDER BY submitted DESC LIMIT 1")
                .texts()
                .get(0);
    }

    @Test
    @Order(1)
    void equalQueriesAreCounted() {
        List<String> queries = List.of(
                "SELECT n_regionkey, count(*) AS n, max(n_name) AS last FROM nation GROUP BY n_regionkey",
                "SELECT n_name FROM nation WHERE n_nationkey > 3",
                "SELECT o_orderpriority, sum(o_totalprice) AS s FROM orders GROUP BY o_orderpriority ORDER BY s LIMIT 3");
        // The second time they are known, and planned for the comparison only.
        for (int round = 0; round < 2; round++) {
            for (String query : queries) {
                client.query(query);
                assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
            }
        }

        eventually(PATIENCE, () -> assertThat(figures().equal).isEqualTo(6));
        assertThat(figures().different + figures().dropped + figures().waiting).isZero();
        assertThat(cluster.query("SELECT * FROM system.fast_lane_differences").rows())
                .isEmpty();
    }

    private static String wrong(String literal) {
        return "SELECT count(*) AS n FROM lying JOIN asked ON lying.id = asked.id WHERE lying.id + 1 > 5"
                + " AND asked.name <> '" + literal + "'";
    }

    @Test
    @Order(2)
    void planThatDiffersIsLeftToSpark() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(LaneDifferences.class);
        log.start();
        logger.addAppender(log);
        try {
            assertThat(client.query(wrong("secret")).value())
                    .as("DuckDB's answer")
                    .isEqualTo(0L);
            assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
            eventually(PATIENCE, () -> assertThat(differences()).hasSize(1));
        } finally {
            logger.detachAppender(log);
        }

        assertThat(differences())
                .containsExactly(List.of("'interactive'", "'interactive-1'", "1", "1", "true", "32", "null", "'FAST'"));
        assertThat(figures().different).isEqualTo(1);
        assertThat(log.list).hasSize(1);
        String line = log.list.get(0).getFormattedMessage();
        assertThat(line).contains("interactive-1", "otherwise").doesNotContain("secret", "name");
        assertThat(Files.readString(cluster.home().resolve("logs/engine-interactive.log")))
                .contains("otherwise than Spark")
                .doesNotContain("secret");

        assertThat(client.query(wrong("secret")).value()).isEqualTo(1L);
        assertThat(lane()).isEqualTo(List.of("'SPARK'", REASON));
        assertThat(client.query(wrong("other")).value()).isEqualTo(1L);
        assertThat(lane()).isEqualTo(List.of("'SPARK'", REASON));
        client.query("SELECT max(n_name) FROM nation WHERE n_nationkey > 4");
        assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
    }

    private static final String REASON = "'the fast lane answered one like it otherwise than Spark'";

    private static List<List<String>> differences() {
        return cluster.query("SELECT d.data_plane, d.engine_id, d.fast_rows, d.spark_rows,"
                        + " d.fast_fingerprint <> d.spark_fingerprint, char_length(d.shape), d.spark_error, q.lane"
                        + " FROM system.fast_lane_differences d JOIN system.queries q ON d.query_id = q.query_id")
                .texts();
    }

    @Test
    @Order(3)
    void explanationsNameTheReason() {
        assertThat(client.query("EXPLAIN " + wrong("x")).texts().get(0).get(0)).contains(REASON.replace("'", ""));
        assertThat(client.query("EXPLAIN ROUTE " + wrong("x")).texts())
                .filteredOn(row -> row.get(0).equals("'lane'"))
                .singleElement()
                .satisfies(row -> assertThat(row.get(3)).contains(REASON.replace("'", "")));
    }

    @Test
    @Order(4)
    void statementThatComesEndsTheSecondExecution() {
        // Those of the other tests: six that are equal, one that is not, and the one after it.
        eventually(PATIENCE, () -> assertThat(figures().ended()).isEqualTo(8));
        Figures before = figures();
        Set<String> heartbeats = new HashSet<>();
        try (TestingClient slow = cluster.client()) {
            slow.update("USE lake.tpch");
            // Spark has a task for each partition, and DuckDB has none.
            slow.update("SET spark.sql.adaptive.enabled = false");
            slow.update("SET spark.sql.shuffle.partitions = 60000");
            slow.query("SELECT o_comment, count(*) AS n FROM orders WHERE o_orderkey > 4 GROUP BY o_comment");
            assertThat(lane()).isEqualTo(List.of("'FAST'", "null"));
            eventually(PATIENCE, () -> {
                Figures now = figures();
                heartbeats.add(now.heartbeat);
                // The last of them was sent when the engine had been quiet for longer than it takes.
                assertThat(heartbeats).hasSizeGreaterThan(3);
                assertThat(now.waiting).isZero();
                assertThat(now.ended()).isEqualTo(before.ended());
            });

            slow.query("SELECT max(_pos) FROM nation WHERE n_nationkey > 1");
        }

        eventually(PATIENCE, () -> assertThat(figures().dropped).isEqualTo(before.dropped + 1));
        assertThat(figures().equal).isEqualTo(before.equal);
    }

    @Test
    @Order(5)
    void nextEngineKnows() {
        long engine = EngineProcess.of(cluster).pid();
        cluster.killEngine();
        eventually(PATIENCE, () -> assertThat(EngineProcess.of(cluster).pid()).isNotEqualTo(engine));

        assertThat(client.query(wrong("third")).value()).isEqualTo(1L);
        assertThat(lane()).isEqualTo(List.of("'SPARK'", REASON));
        assertThat(cluster.query("SELECT count(*) FROM system.fast_lane_differences")
                        .value())
                .isEqualTo(1L);
    }
}
