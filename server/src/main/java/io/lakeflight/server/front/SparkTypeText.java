package io.lakeflight.server.front;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Types as {@code DESCRIBE} prints those that Spark makes of Iceberg's. */
public final class SparkTypeText {
    /** Spark shortens the text of a struct with more fields than this. */
    private static final int MAX_FIELDS = 25;

    private SparkTypeText() {}

    /** Empty for types that Spark prints in ways of its own, or does not read. */
    public static Optional<String> of(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN, FLOAT, DOUBLE, DATE, STRING, BINARY, VARIANT ->
                Optional.of(type.typeId().name().toLowerCase(Locale.ROOT));
            case INTEGER -> Optional.of("int");
            case LONG -> Optional.of("bigint");
            case UUID -> Optional.of("string");
            case FIXED -> Optional.of("binary");
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield Optional.of("decimal(%d,%d)".formatted(decimal.precision(), decimal.scale()));
            }
            case TIMESTAMP ->
                Optional.of(((Types.TimestampType) type).shouldAdjustToUTC() ? "timestamp" : "timestamp_ntz");
            case LIST -> of(type.asListType().elementType()).map("array<%s>"::formatted);
            case MAP ->
                of(type.asMapType().keyType())
                        .flatMap(
                                key -> of(type.asMapType().valueType()).map(value -> "map<" + key + "," + value + ">"));
            case STRUCT -> struct(type.asStructType());
            case UNKNOWN, TIME, TIMESTAMP_NANO, GEOMETRY, GEOGRAPHY -> Optional.empty();
        };
    }

    private static Optional<String> struct(Types.StructType type) {
        boolean whole = type.fields().size() < MAX_FIELDS
                && type.fields().stream().allMatch(field -> of(field.type()).isPresent());
        if (!whole) {
            return Optional.empty();
        }
        return Optional.of(type.fields().stream()
                .map(field -> field.name() + ":" + of(field.type()).orElseThrow())
                .collect(Collectors.joining(",", "struct<", ">")));
    }
}
