package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.hot.HotColumns;
import io.lakeflight.engine.spark.fastlane.hot.TestingHotColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Queries of one session answered in both lanes. */
final class TestingLane {
    private final TestingEngine engine = TestingEngine.shared();
    private final String session;

    TestingLane(String session) {
        this.session = session;
        engine.open(session);
    }

    /** One for many texts over few rows. */
    static TestingLane withoutCode(String session) {
        TestingEngine.shared().openWithoutCode(session);
        return new TestingLane(session);
    }

    /**
     * All that a client is sent.
     *
     * @param largestBatch in bytes
     */
    record Answer(Schema schema, List<List<Object>> rows, long largestBatch, Execution execution) {}

    void execute(String sql) {
        engine.execute(session, sql);
    }

    Statement statement(String sql) {
        return engine.statement(session, sql).toBuilder().setSparkOnly(false).build();
    }

    Answer spark(String sql) {
        return answer(statement(sql).toBuilder().setSparkOnly(true).build());
    }

    Answer fast(String sql) {
        return answer(statement(sql));
    }

    /**
     * The query is answered by the fast lane, and as Spark answers it, but for the order of rows; from Parquet files as from
     * columns that are decoded.
     */
    void requireFast(String sql) {
        HotColumns hot = engine.server().fastLane().hot().orElseThrow();
        Answer spark = spark(sql);
        requireFast(sql, TestingHotColumns.withNone(hot, () -> fast(sql)), spark);
        requireFast(sql, TestingHotColumns.withAll(hot, () -> fast(sql)), spark);
    }

    private static void requireFast(String sql, Answer fast, Answer spark) {
        assertThat(fast.execution().getLaneReason()).as(sql).isEmpty();
        assertThat(fast.execution().getFast()).as(sql).isTrue();
        assertThat(fast.schema()).isEqualTo(spark.schema());
        assertThat(counted(fast.rows())).as(sql).isEqualTo(counted(spark.rows()));
    }

    /** Spark answers the query, and the client never sees that something else was tried. */
    void requireRefused(String sql, String reason) {
        Answer answer = fast(sql);
        assertThat(answer.execution().getFast()).as(sql).isFalse();
        assertThat(answer.execution().getLaneReason()).as(sql).contains(reason);
        assertThat(counted(answer.rows())).as(sql).isEqualTo(counted(spark(sql).rows()));
    }

    /** The rows without their order. */
    private static Map<List<Object>, Long> counted(List<List<Object>> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row, Collectors.counting()));
    }

    Answer answer(Statement statement) {
        List<List<Object>> rows = new ArrayList<>();
        long largest = 0;
        Execution execution = Execution.getDefaultInstance();
        try (FlightStream stream = engine.stream(statement)) {
            VectorSchemaRoot root = stream.getRoot();
            while (stream.next()) {
                ArrowBuf metadata = stream.getLatestMetadata();
                if (metadata != null) {
                    execution = Execution.parseFrom(metadata.nioBuffer());
                }
                largest = Math.max(
                        largest,
                        root.getFieldVectors().stream()
                                .mapToLong(FieldVector::getBufferSize)
                                .sum());
                for (int row = 0; row < root.getRowCount(); row++) {
                    rows.add(row(root, row));
                }
            }
            return new Answer(root.getSchema(), rows, largest, execution);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<Object> row(VectorSchemaRoot root, int row) {
        List<Object> values = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            Object value = vector.getObject(row);
            values.add(value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : text(value));
        }
        return values;
    }

    private static Object text(Object value) {
        return value instanceof org.apache.arrow.vector.util.Text ? value.toString() : value;
    }
}
