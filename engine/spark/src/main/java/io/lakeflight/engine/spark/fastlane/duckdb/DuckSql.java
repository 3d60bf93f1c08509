package io.lakeflight.engine.spark.fastlane.duckdb;

/** How names and texts are written in DuckDB's SQL. */
public final class DuckSql {
    private DuckSql() {}

    public static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    public static String name(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
