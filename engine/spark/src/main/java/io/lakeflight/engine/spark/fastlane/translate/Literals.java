package io.lakeflight.engine.spark.fastlane.translate;

import java.util.HexFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Constants, each with its type. */
final class Literals {
    private Literals() {}

    /** @param value in Spark's internal form */
    static String sql(@Nullable Object value, DataType type) throws Refusal {
        if (value == null) {
            return Texts.nothing(type);
        }
        if (value instanceof Boolean truth) {
            return truth ? "true" : "false";
        }
        if (value instanceof Decimal decimal) {
            return Texts.cast("'" + decimal.toJavaBigDecimal().toPlainString() + "'", type);
        }
        if (value instanceof UTF8String text) {
            return string(text, type);
        }
        if (value instanceof byte[] bytes && type.equals(DataTypes.BinaryType)) {
            return "from_hex('" + HexFormat.of().formatHex(bytes) + "')";
        }
        if (value instanceof Number number) {
            return number(number, type);
        }
        throw new Refusal("a constant of type " + type.typeName());
    }

    private static String string(UTF8String text, DataType type) throws Refusal {
        if (!DuckTypes.isString(type)) {
            throw new Refusal("a constant of type " + type.typeName());
        }
        if (!text.isValid()) {
            throw new Refusal("a string that is not UTF-8");
        }
        return Texts.quoted(text.toString());
    }

    private static String number(Number number, DataType type) throws Refusal {
        if (type.equals(DataTypes.DateType)) {
            return "(DATE '1970-01-01' + (" + number + "))";
        }
        if (type.equals(DataTypes.TimestampNTZType)) {
            return "make_timestamp(" + bigint(number) + ")";
        }
        if (type.equals(DataTypes.TimestampType)) {
            return "make_timestamptz(" + bigint(number) + ")";
        }
        if (DuckTypes.isInteger(type) || DuckTypes.isFloating(type)) {
            // Quoted, because the smallest integers are no numbers followed by a minus.
            return Texts.cast("'" + number + "'", type);
        }
        throw new Refusal("a constant of type " + type.typeName());
    }

    private static String bigint(Number number) {
        return "CAST('" + number + "' AS BIGINT)";
    }
}
