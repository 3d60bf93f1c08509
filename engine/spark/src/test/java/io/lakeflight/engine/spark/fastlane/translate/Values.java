package io.lakeflight.engine.spark.fastlane.translate;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Values of both lanes in one form in which equal means identical: bits of doubles, scales of decimals. */
final class Values {
    private Values() {}

    static List<Object> ofRow(InternalRow row, StructType schema) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            DataType type = schema.apply(i).dataType();
            values.add(row.isNullAt(i) ? null : of(row.get(i, type)));
        }
        return values;
    }

    /** A value of Spark's in the one form. */
    static Object of(Object value) {
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal();
        }
        if (value instanceof UTF8String text) {
            return text.toString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Double number) {
            return "double " + (number.isNaN() ? "NaN" : number.toString());
        }
        if (value instanceof Float number) {
            return "float " + (number.isNaN() ? "NaN" : number.toString());
        }
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    /** What to select so that a column of DuckDB's can be read without JDBC changing it. */
    static String column(String name, DataType type) {
        if (type.equals(DataTypes.DateType)) {
            return "CAST(" + name + " - DATE '1970-01-01' AS BIGINT)";
        }
        if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
            return "epoch_us(" + name + ")";
        }
        return type.equals(DataTypes.BinaryType) ? "hex(" + name + ")" : name;
    }

    static List<List<Object>> of(ResultSet results, StructType schema) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        while (results.next()) {
            Object[] row = new Object[schema.size()];
            for (int i = 0; i < row.length; i++) {
                Object value = results.getObject(i + 1);
                if (value instanceof BigDecimal decimal) {
                    row[i] = decimal;
                } else if (value != null && schema.apply(i).dataType().equals(DataTypes.BinaryType)) {
                    row[i] = value.toString().toLowerCase(Locale.ROOT);
                } else {
                    row[i] = of(value);
                }
            }
            rows.add(Arrays.asList(row));
        }
        return rows;
    }
}
