package io.lakeflight.engine.spark.fastlane;

/** An attempt came to nothing after DuckDB had been at work on it; the message says why, without users' data. */
final class GivenUpException extends Exception {
    private static final long serialVersionUID = 1;

    GivenUpException(String reason) {
        super(reason, null, false, false);
    }
}
