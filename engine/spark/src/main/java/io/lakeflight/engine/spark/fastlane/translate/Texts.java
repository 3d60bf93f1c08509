package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.types.DataType;

/** Small pieces of SQL that many rules are made of. */
final class Texts {
    private Texts() {}

    static String cast(String value, DataType type) throws Refusal {
        return "CAST(" + value + " AS " + DuckTypes.of(type) + ")";
    }

    /** What is computed where DuckDB's result would not be Spark's: an error, which sends the statement to Spark. */
    static String error(DataType type) throws Refusal {
        return cast("error('x')", type);
    }

    static String nothing(DataType type) throws Refusal {
        return cast("NULL", type);
    }

    /** The value if the condition is true, otherwise an error; a null is checked like any other value. */
    static String guarded(String condition, String value, DataType type) throws Refusal {
        return "CASE WHEN " + condition + " THEN " + value + " ELSE " + error(type) + " END";
    }

    static String quoted(String text) throws Refusal {
        if (text.indexOf('\0') >= 0) {
            throw new Refusal("a string with a zero byte");
        }
        return "'" + text.replace("'", "''") + "'";
    }

    /** Minus zero becomes zero, which Spark does with keys and DuckDB does not. */
    static String withoutMinusZero(String value, DataType type) throws Refusal {
        return "CASE WHEN " + value + " = 0 THEN " + cast("0", type) + " ELSE " + value + " END";
    }
}
