package io.lakeflight.testing;

import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** The SQL names of Arrow types, written as Spark writes its own in {@code DataType.catalogString()}. */
final class ArrowTypes {
    private ArrowTypes() {}

    static String sqlName(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Int integer) {
            return integerName(integer);
        }
        if (type instanceof ArrowType.FloatingPoint number) {
            return number.getPrecision() == FloatingPointPrecision.SINGLE ? "float" : "double";
        }
        if (type instanceof ArrowType.Decimal decimal) {
            return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
        }
        if (type instanceof ArrowType.Timestamp timestamp) {
            return timestamp.getTimezone() == null ? "timestamp_ntz" : "timestamp";
        }
        if (type instanceof ArrowType.List) {
            return "array<" + sqlName(field.getChildren().get(0)) + ">";
        }
        if (type instanceof ArrowType.Map) {
            Field entry = field.getChildren().get(0);
            return entry.getChildren().stream().map(ArrowTypes::sqlName).collect(Collectors.joining(",", "map<", ">"));
        }
        if (type instanceof ArrowType.Struct) {
            return field.getChildren().stream()
                    .map(child -> child.getName() + ":" + sqlName(child))
                    .collect(Collectors.joining(",", "struct<", ">"));
        }
        return simpleName(type);
    }

    private static String integerName(ArrowType.Int integer) {
        return switch (integer.getBitWidth()) {
            case 8 -> "tinyint";
            case 16 -> "smallint";
            case 32 -> "int";
            default -> "bigint";
        };
    }

    private static String simpleName(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> "boolean";
            case Utf8 -> "string";
            case Binary -> "binary";
            case Date -> "date";
            case Null -> "void";
            case Interval -> "interval year to month";
            case Duration -> "interval day to second";
            default -> type.toString();
        };
    }
}
