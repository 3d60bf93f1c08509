package io.lakeflight.engine.spark.fastlane.constants;

import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/** Values in Spark's internal form. */
final class Values {
    private Values() {}

    /** Of which every two values are equal or one is less, to Spark, to DuckDB and to Iceberg. */
    static boolean isOrdered(DataType type) {
        return type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.LongType)
                || type instanceof DecimalType
                || type.equals(DataTypes.StringType)
                || type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType)
                || type.equals(DataTypes.TimestampNTZType);
    }

    /** Of two values of the same such type. */
    static int compare(Object one, Object other) {
        if (one instanceof Integer number) {
            return number.compareTo((Integer) other);
        }
        if (one instanceof Long number) {
            return number.compareTo((Long) other);
        }
        if (one instanceof Decimal number) {
            return number.compare((Decimal) other);
        }
        return Integer.signum(((UTF8String) one).binaryCompare((UTF8String) other));
    }

    /** As Iceberg's expressions have it. */
    static Object ofIceberg(Object value) {
        if (value instanceof Decimal number) {
            BigDecimal plain = number.toJavaBigDecimal();
            return plain;
        }
        return value instanceof UTF8String text ? text.toString() : value;
    }
}
