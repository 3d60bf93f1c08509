package io.lakeflight.engine.spark.fastlane.duckdb;

/** A result is of more rows than are held back for anybody. */
public final class TooManyRowsException extends Exception {
    private static final long serialVersionUID = 1;
}
