package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NullType;

/** Spark's types that DuckDB has as well, and what DuckDB calls them. */
final class DuckTypes {
    static final int MAX_PRECISION = DecimalType.MAX_PRECISION();

    private DuckTypes() {}

    static String of(DataType type) throws Refusal {
        if (type instanceof DecimalType decimal) {
            return decimal(decimal.precision(), decimal.scale());
        }
        if (type.equals(DataTypes.BooleanType)) {
            return "BOOLEAN";
        }
        if (type.equals(DataTypes.ByteType)) {
            return "TINYINT";
        }
        if (type.equals(DataTypes.ShortType)) {
            return "SMALLINT";
        }
        if (type.equals(DataTypes.IntegerType)) {
            return "INTEGER";
        }
        if (type.equals(DataTypes.LongType)) {
            return "BIGINT";
        }
        if (type.equals(DataTypes.FloatType)) {
            return "FLOAT";
        }
        if (type.equals(DataTypes.DoubleType)) {
            return "DOUBLE";
        }
        return ofOthers(type);
    }

    private static String ofOthers(DataType type) throws Refusal {
        // Equal to this one alone, so that no other collation and no CHAR(n) passes.
        if (isString(type)) {
            return "VARCHAR";
        }
        if (type.equals(DataTypes.BinaryType)) {
            return "BLOB";
        }
        if (type.equals(DataTypes.DateType)) {
            return "DATE";
        }
        if (type.equals(DataTypes.TimestampType)) {
            return "TIMESTAMP WITH TIME ZONE";
        }
        if (type.equals(DataTypes.TimestampNTZType)) {
            return "TIMESTAMP";
        }
        throw new Refusal(
                type instanceof NullType
                        ? "type void"
                        : "type " + type.typeName().replaceAll("[^a-z_ ].*", ""));
    }

    static String decimal(int precision, int scale) {
        return "DECIMAL(" + precision + "," + scale + ")";
    }

    static boolean isInteger(DataType type) {
        return type.equals(DataTypes.ByteType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.LongType);
    }

    static boolean isFloating(DataType type) {
        return type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
    }

    static boolean isDecimal(DataType type) {
        return type instanceof DecimalType;
    }

    static boolean isString(DataType type) {
        return type.equals(DataTypes.StringType);
    }
}
