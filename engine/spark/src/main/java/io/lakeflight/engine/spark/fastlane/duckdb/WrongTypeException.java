package io.lakeflight.engine.spark.fastlane.duckdb;

/** DuckDB's result has other types than Spark's would have: a bug of a rule, which is found before a row is sent. */
public final class WrongTypeException extends Exception {
    private static final long serialVersionUID = 1;

    WrongTypeException(String message) {
        super(message);
    }
}
