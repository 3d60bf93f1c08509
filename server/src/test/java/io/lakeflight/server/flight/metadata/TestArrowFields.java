package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lakeflight.catalog.TableName;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TestArrowFields {
    private static final TableName TABLE = new TableName("lake", "default", "t");

    /** The Arrow types were printed by Spark 4.1's {@code ArrowUtils} for the same columns. */
    static Stream<Arguments> types() {
        return Stream.of(
                arguments(Types.BooleanType.get(), "Bool", "BOOLEAN"),
                arguments(Types.IntegerType.get(), "Int(32, true)", "INT"),
                arguments(Types.LongType.get(), "Int(64, true)", "BIGINT"),
                arguments(Types.FloatType.get(), "FloatingPoint(SINGLE)", "FLOAT"),
                arguments(Types.DoubleType.get(), "FloatingPoint(DOUBLE)", "DOUBLE"),
                arguments(Types.DecimalType.of(9, 2), "Decimal(9, 2, 128)", "DECIMAL"),
                arguments(Types.DateType.get(), "Date(DAY)", "DATE"),
                arguments(Types.TimestampType.withZone(), "Timestamp(MICROSECOND, UTC)", "TIMESTAMP"),
                arguments(Types.TimestampType.withoutZone(), "Timestamp(MICROSECOND, null)", "TIMESTAMP_NTZ"),
                arguments(Types.StringType.get(), "Utf8", "STRING"),
                arguments(Types.UUIDType.get(), "Utf8", "STRING"),
                arguments(Types.BinaryType.get(), "Binary", "BINARY"),
                arguments(Types.FixedType.ofLength(4), "Binary", "BINARY"),
                arguments(Types.UnknownType.get(), "Null", "VOID"),
                arguments(
                        Types.VariantType.get(),
                        "Struct<value: Binary not null, metadata: Binary not null>",
                        "VARIANT"),
                arguments(
                        Types.ListType.ofRequired(2, Types.DecimalType.of(9, 2)),
                        "List<element: Decimal(9, 2, 128) not null>",
                        "ARRAY<DECIMAL(9,2)>"),
                arguments(
                        Types.MapType.ofOptional(
                                2, 3, Types.StringType.get(), Types.ListType.ofOptional(4, Types.IntegerType.get())),
                        "Map(false)<entries: Struct<key: Utf8 not null, value: List<element: Int(32, true)>> not null>",
                        "MAP<STRING, ARRAY<INT>>"),
                arguments(
                        Types.StructType.of(
                                Types.NestedField.required(2, "x", Types.LongType.get()),
                                Types.NestedField.optional(3, "y", Types.StringType.get())),
                        "Struct<x: Int(64, true) not null, y: Utf8>",
                        "STRUCT<x: BIGINT NOT NULL, y: STRING>"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void columnHasTheTypeSparkGivesIt(Type type, String arrow, String name) {
        Field field = field(Types.NestedField.optional(1, "c", type));

        assertThat(field).hasToString("c: " + arrow);
        assertThat(field.getMetadata()).containsEntry("ARROW:FLIGHT:SQL:TYPE_NAME", name);
    }

    @Test
    void notesTellWhatAColumnIs() {
        Field field = field(Types.NestedField.required(1, "c", Types.StringType.get()));

        assertThat(field.isNullable()).isFalse();
        assertThat(field.getMetadata())
                .containsEntry("ARROW:FLIGHT:SQL:IS_CASE_SENSITIVE", "1")
                .containsEntry("ARROW:FLIGHT:SQL:IS_AUTO_INCREMENT", "0")
                .containsEntry("ARROW:FLIGHT:SQL:IS_READ_ONLY", "0")
                .containsEntry("ARROW:FLIGHT:SQL:IS_SEARCHABLE", "1")
                .doesNotContainKeys("ARROW:FLIGHT:SQL:REMARKS", "ARROW:FLIGHT:SQL:PRECISION");
    }

    private static Field field(Types.NestedField column) {
        return ArrowFields.of(TABLE, new org.apache.iceberg.Schema(column)).findField("c");
    }
}
