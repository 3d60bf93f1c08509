package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ITTypes {
    private final TestingEngine engine = TestingEngine.shared();

    /** Expression, Arrow type, type name, and the value as text. */
    record Case(String sql, String arrowType, String typeName, String value) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case("true", "Bool", "BOOLEAN", "true"),
                new Case("1Y", "Int(8, true)", "TINYINT", "1"),
                new Case("1S", "Int(16, true)", "SMALLINT", "1"),
                new Case("1", "Int(32, true)", "INT", "1"),
                new Case("1L", "Int(64, true)", "BIGINT", "1"),
                new Case("1.5F", "FloatingPoint(SINGLE)", "FLOAT", "1.5"),
                new Case("1.5D", "FloatingPoint(DOUBLE)", "DOUBLE", "1.5"),
                new Case("1.50BD", "Decimal(3, 2, 128)", "DECIMAL", "1.50"),
                new Case("'é'", "Utf8", "STRING", "é"),
                new Case("DATE'1500-03-01'", "Date(DAY)", "DATE", "-171605"),
                new Case(
                        "TIMESTAMP'2020-01-01 00:00:00'",
                        "Timestamp(MICROSECOND, UTC)",
                        "TIMESTAMP",
                        "1577836800000000"),
                new Case(
                        "TIMESTAMP_NTZ'1500-03-01 00:00:00'",
                        "Timestamp(MICROSECOND, null)",
                        "TIMESTAMP_NTZ",
                        "1500-03-01T00:00"),
                new Case(
                        "INTERVAL '1-2' YEAR TO MONTH",
                        "Interval(MONTH_DAY_NANO)",
                        "INTERVAL YEAR TO MONTH",
                        "P14M PT0S"),
                new Case("INTERVAL '1 2' DAY TO HOUR", "Duration(MICROSECOND)", "INTERVAL DAY TO HOUR", "PT26H"),
                new Case("make_interval(1, 2)", "Interval(MONTH_DAY_NANO)", "INTERVAL", "P14M PT0S"),
                new Case("NULL", "Null", "VOID", "null"),
                new Case("array(1, NULL)", "List", "ARRAY<INT>", "[1,null]"),
                new Case("map('a', 1)", "Map(false)", "MAP<STRING, INT>", "[{\"key\":\"a\",\"value\":1}]"),
                new Case("named_struct('x', 1)", "Struct", "STRUCT<x: INT NOT NULL>", "{\"x\":1}"),
                new Case("parse_json('{\"a\":[1]}')", "Utf8", "STRING", "{\"a\":[1]}"),
                new Case("array(parse_json('1'))", "Utf8", "STRING", "[1]"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void arriveWithTypeNameAndValue(Case type) throws Exception {
        for (String from : List.of("", " FROM range(1)", " FROM range(3) ORDER BY id LIMIT 1")) {
            String sql = "SELECT " + type.sql() + " AS c, " + type.sql() + " AS c" + from;
            Schema analyzed = MessageSerializer.deserializeSchema(new ReadChannel(Channels.newChannel(
                    new ByteArrayInputStream(engine.analyze(sql).getSchema().toByteArray()))));
            Field field = analyzed.getFields().get(0);
            assertThat(field.getType()).hasToString(type.arrowType());
            assertThat(field.getMetadata()).containsEntry("ARROW:FLIGHT:SQL:TYPE_NAME", type.typeName());
            try (FlightStream stream = engine.stream(engine.statement("s", sql))) {
                assertThat(stream.getSchema()).isEqualTo(analyzed);
            }
            assertThat(String.valueOf(engine.rows(sql).get(0).get(1))).isEqualTo(type.value());
        }
    }
}
