package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that are larger than anything the server may hold. */
@OnSharedCluster
@Timeout(40)
final class ITStreaming {
    private static final long MEGABYTE = 1 << 20;
    private static final long MAX_BATCH = 2 * MEGABYTE;
    private static final long MAX_STREAM = 16 * MEGABYTE;

    /** 200 gigabytes, in partitions of ten megabytes. */
    private static final String HUGE = "SELECT id, repeat('x', 500) AS label FROM range(0, 400000000, 1, 20000)";

    /** Few partitions, none of which ever ends. */
    private static final String ENDLESS = "SELECT l.*, r.id FROM lake.tpch.lineitem l CROSS JOIN range(10000000) r";

    private final TestingCluster cluster;
    private TestingClient client;

    ITStreaming(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        client = cluster.client();
    }

    @AfterEach
    void close() {
        client.close();
        eventually(Duration.ofSeconds(5), () -> {
            assertThat(cluster.server().runningStatements()).isZero();
            assertThat(cluster.server().allocatedBytes()).isLessThan(MEGABYTE);
        });
    }

    @Test
    void sixMillionRowsArriveInOrderThroughABoundedServer() throws Exception {
        long expected = 6_000_000;
        long peak = 0;
        long next = 0;

        try (ResultStream stream = client.open(
                "SELECT id, id * 2 AS twice, 'row number ' || id AS label FROM range(%d)".formatted(expected))) {
            while (stream.next()) {
                peak = Math.max(peak, cluster.server().allocatedBytes());
                assertThat(bytes(stream.root())).isLessThanOrEqualTo(MAX_BATCH);
                BigIntVector ids = (BigIntVector) stream.root().getVector(0);
                for (int row = 0; row < ids.getValueCount(); row++) {
                    if (ids.get(row) != next++) {
                        throw new AssertionError("Expected row " + (next - 1) + ", got " + ids.get(row));
                    }
                }
            }
        }

        assertThat(next).isEqualTo(expected);
        assertThat(peak).isLessThanOrEqualTo(MAX_STREAM);
    }

    @Test
    void orderOfASortIsKept() throws Exception {
        long next = 1_000_000;

        try (ResultStream stream = client.open("SELECT id FROM range(1000000) ORDER BY id DESC")) {
            while (stream.next()) {
                BigIntVector ids = (BigIntVector) stream.root().getVector(0);
                for (int row = 0; row < ids.getValueCount(); row++) {
                    assertThat(ids.get(row)).isEqualTo(--next);
                }
            }
        }

        assertThat(next).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {HUGE, ENDLESS})
    void rowsArriveWhileSparkIsStillWorking(String query) {
        try (ResultStream stream = client.open(query)) {
            for (int batch = 0; batch < 20; batch++) {
                assertThat(stream.next()).isTrue();
                assertThat(bytes(stream.root())).isLessThanOrEqualTo(MAX_BATCH);
            }
            stream.cancel();
        }
    }

    @Test
    void wideRowsAreSplitIntoSmallBatches() throws Exception {
        long rows = 0;

        try (ResultStream stream = client.open("SELECT id, repeat('x', 100000) AS wide FROM range(0, 300, 1, 1)")) {
            while (stream.next()) {
                assertThat(bytes(stream.root())).isLessThanOrEqualTo(MAX_BATCH);
                rows += stream.root().getRowCount();
            }
        }

        assertThat(rows).isEqualTo(300);
    }

    @Test
    void readersThatStopHoldNothingElseUp() throws Exception {
        int readers = 3;
        List<ResultStream> stalled = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            ResultStream stream = client.open(HUGE);
            assertThat(stream.next()).isTrue();
            stalled.add(stream);
        }

        eventually(Duration.ofSeconds(20), () -> assertThat(
                        EngineProcess.of(cluster).busyProcessors())
                .as(EngineProcess.of(cluster)::busyThreads)
                .isLessThan(0.3));
        assertThat(cluster.server().allocatedBytes()).isLessThanOrEqualTo(readers * MAX_STREAM);
        assertThat(cluster.query("SELECT count(*) FROM lake.tpch.orders WHERE o_orderkey >= 0")
                        .value())
                .isEqualTo(15_000L);

        for (ResultStream stream : stalled) {
            stream.cancel();
            stream.close();
        }
    }

    @Test
    void closingAJdbcResultEarlyEndsTheStatement() throws SQLException {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(200);
            int rows = 0;
            try (ResultSet results = statement.executeQuery(HUGE)) {
                while (results.next()) {
                    rows++;
                }
            }

            assertThat(rows).isEqualTo(200);
            eventually(Duration.ofSeconds(2), () -> assertThat(cluster.server().runningStatements())
                    .isZero());
        }
    }

    private static long bytes(VectorSchemaRoot root) {
        return root.getFieldVectors().stream()
                .mapToLong(FieldVector::getBufferSize)
                .sum();
    }
}
