package io.lakeflight.server.flight.metadata;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The name of a type in Spark SQL, in upper case. */
public final class SparkTypeName {
    private SparkTypeName() {}

    /** The name without precision and scale, which clients are told beside it and add themselves. */
    static String of(Type type) {
        return type.typeId() == Type.TypeID.DECIMAL ? "DECIMAL" : full(type);
    }

    /** The name with everything that belongs to it. */
    public static String full(Type type) {
        return switch (type.typeId()) {
            case INTEGER -> "INT";
            case LONG -> "BIGINT";
            case DECIMAL -> decimal((Types.DecimalType) type);
            case TIMESTAMP -> ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMP" : "TIMESTAMP_NTZ";
            case TIMESTAMP_NANO ->
                ((Types.TimestampNanoType) type).shouldAdjustToUTC() ? "TIMESTAMP_NS" : "TIMESTAMP_NTZ_NS";
            case UUID -> "STRING";
            case FIXED -> "BINARY";
            case UNKNOWN -> "VOID";
            case LIST -> "ARRAY<" + full(type.asListType().elementType()) + ">";
            case MAP ->
                "MAP<" + full(type.asMapType().keyType()) + ", "
                        + full(type.asMapType().valueType()) + ">";
            case STRUCT -> struct(type.asStructType());
            case BOOLEAN, FLOAT, DOUBLE, DATE, TIME, STRING, BINARY, VARIANT, GEOMETRY, GEOGRAPHY ->
                type.typeId().name().toUpperCase(Locale.ROOT);
        };
    }

    private static String decimal(Types.DecimalType type) {
        return "DECIMAL(" + type.precision() + "," + type.scale() + ")";
    }

    private static String struct(Types.StructType type) {
        return type.fields().stream().map(SparkTypeName::field).collect(Collectors.joining(", ", "STRUCT<", ">"));
    }

    private static String field(Types.NestedField field) {
        return SparkNames.quoteIfNeeded(field.name()) + ": " + full(field.type())
                + (field.isRequired() ? " NOT NULL" : "")
                + (field.doc() == null ? "" : " COMMENT '" + field.doc().replace("'", "\\'") + "'");
    }
}
