package io.lakeflight.engine.spark;

import static io.lakeflight.engine.spark.TestingParameters.doubles;
import static io.lakeflight.engine.spark.TestingParameters.longs;
import static io.lakeflight.engine.spark.TestingParameters.parameters;
import static io.lakeflight.engine.spark.TestingParameters.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class ITParameters {
    private final TestingEngine engine = TestingEngine.shared();

    @Test
    void valuesKeepWhatTheInferredTypeWouldLose() {
        engine.execute("CREATE TABLE kept (n INT, d DECIMAL(15, 2), day DATE)");
        engine.execute("INSERT INTO kept VALUES (1, 0.05, DATE'1992-01-01'), (2, 0.06, DATE'1992-01-02')");

        assertThat(count("n < ?", doubles(1.5))).isEqualTo(1);
        assertThat(count("n = ?", doubles(1.5))).isZero();
        assertThat(count("d > ?", doubles(0.055))).isEqualTo(1);
        assertThat(count("d = ?", doubles(0.05))).isEqualTo(1);
        assertThat(count("n < ?", longs(5_000_000_000L))).isEqualTo(2);
        assertThat(count("day < ?", strings("1992-01-02"))).isEqualTo(1);
        assertThat(engine.rows(engine.statement("SELECT 1 + ?, 1 < ?", parameters(doubles(1.5), doubles(1.5)))))
                .containsExactly(List.of(2.5, true));
        assertThat(TestingEngine.errorOf(() ->
                                engine.rows(engine.statement("SELECT n FROM kept LIMIT ?", parameters(doubles(1.5)))))
                        .getMessage())
                .contains("whole number");
    }

    private long count(String condition, FieldVector value) {
        return (Long) engine.rows(engine.statement("SELECT count(*) FROM kept WHERE " + condition, parameters(value)))
                .get(0)
                .get(0);
    }

    @Test
    void typesAreInferredFromTheirPlaces() throws IOException {
        engine.execute("CREATE TABLE typed (a BIGINT, b DECIMAL(12,3), c TIMESTAMP, d DATE, e STRING)");

        assertThat(types("INSERT INTO typed VALUES (?, ?, ?, ?, ?)"))
                .containsExactly(
                        "Int(64, true)", "Decimal(12, 3, 128)", "Timestamp(MILLISECOND, null)", "Date(DAY)", "Utf8");
        assertThat(types("INSERT INTO typed (e, a) VALUES (?, ?)")).containsExactly("Utf8", "Int(64, true)");
        assertThat(types("SELECT * FROM typed WHERE d = ? AND a > ? LIMIT ? OFFSET ?"))
                .containsExactly("Date(DAY)", "Int(64, true)", "Int(32, true)", "Int(32, true)");
        assertThat(types("UPDATE typed SET b = ? WHERE a IN (?, ?)"))
                .containsExactly("Decimal(12, 3, 128)", "Int(64, true)", "Int(64, true)");
        assertThat(types("WITH x AS (SELECT a FROM typed WHERE d < ?) SELECT ?, a + ? FROM x"))
                .containsExactly("Date(DAY)", "Utf8", "Int(64, true)");
        assertThat(types("SELECT date_trunc(?, c) FROM typed WHERE a = ?")).containsExactly("Utf8", "Int(64, true)");
    }

    private List<String> types(String sql) throws IOException {
        byte[] bytes = engine.analyze(sql).getParameterSchema().toByteArray();
        Schema schema = MessageSerializer.deserializeSchema(
                new ReadChannel(Channels.newChannel(new ByteArrayInputStream(bytes))));
        return schema.getFields().stream()
                .map(field -> field.getType().toString())
                .toList();
    }

    @Test
    void valuesAreBoundToQueries() {
        assertThat(engine.rows(engine.statement(
                        "SELECT id, ? FROM range(10) WHERE id = ?", parameters(strings("x"), longs(7L)))))
                .containsExactly(List.of(7L, "x"));
        assertThat(engine.rows(engine.statement("SELECT id FROM range(10) ORDER BY id LIMIT ?", parameters(longs(2L)))))
                .containsExactly(List.of(0L), List.of(1L));
    }

    @Test
    void valueOfManyMegabytesIsBound() {
        String text = "x".repeat(64 << 20);

        assertThat(engine.rows(engine.statement("SELECT length(?)", parameters(strings(text)))))
                .containsExactly(List.of(text.length()));
    }

    @Test
    void queryRunsOncePerSetInOrder() {
        assertThat(engine.rows(
                        engine.statement("SELECT id FROM range(100) WHERE id = ?", parameters(longs(7L, 3L, 5L)))))
                .containsExactly(List.of(7L), List.of(3L), List.of(5L));
    }

    @Test
    void manySetsAreOneInsert() {
        engine.execute("CREATE TABLE many (id BIGINT, v STRING)");
        Long[] ids = LongStream.range(0, 100_000).boxed().toArray(Long[]::new);
        String[] values = LongStream.range(0, 100_000).mapToObj(id -> "v" + id).toArray(String[]::new);

        assertThat(engine.execute(engine.statement(
                                "INSERT INTO many VALUES (?, ?)", parameters(longs(ids), strings(values))))
                        .getAffectedRows())
                .isEqualTo(100_000);
        assertThat(engine.rows("SELECT count(*) FROM db.many.snapshots")).containsExactly(List.of(1L));

        assertThat(engine.execute(engine.statement(
                                "UPDATE many SET v = ? WHERE id = ?", parameters(strings("a", "b"), longs(1L, 2L))))
                        .getAffectedRows())
                .isEqualTo(2);
        assertThat(engine.execute(engine.statement("DELETE FROM many WHERE id = ?", parameters(longs(1L, 3L, 3L, -1L))))
                        .getAffectedRows())
                .isEqualTo(2);
        assertThat(engine.rows("SELECT id, v FROM many WHERE id < 5 ORDER BY id"))
                .containsExactly(List.of(0L, "v0"), List.of(2L, "b"), List.of(4L, "v4"));
        assertThat(engine.rows("SELECT count(*) FROM db.many.snapshots")).containsExactly(List.of(3L));
    }

    @Test
    void updateThatReadsWhatItAssignsIsRefusedForManySets() {
        engine.execute("CREATE TABLE refused (id BIGINT)");
        EngineError error = TestingEngine.errorOf(() -> engine.execute(
                engine.statement("UPDATE refused SET id = ? WHERE id = ?", parameters(longs(1L, 2L), longs(2L, 3L)))));
        assertThat(error.getSqlState()).isEqualTo("0A000");
    }

    @Test
    void wrongCountAndImpossibleValueAreTold() {
        assertThat(TestingEngine.errorOf(() -> engine.rows("SELECT ?")).getSqlState())
                .isEqualTo("07001");
        EngineError error = TestingEngine.errorOf(() ->
                engine.rows(engine.statement("SELECT id FROM range(10) WHERE id = ?", parameters(strings("seven")))));
        assertThat(error.getSqlState()).isEqualTo("22018");
        assertThat(error.getMessage()).contains("Parameter 1");
    }
}
