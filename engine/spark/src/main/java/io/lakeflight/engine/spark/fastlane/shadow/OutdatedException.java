package io.lakeflight.engine.spark.fastlane.shadow;

/** What the lane has answered cannot be executed again as it was. */
public final class OutdatedException extends Exception {
    private static final long serialVersionUID = 1;

    public OutdatedException(String reason) {
        super(reason, null, false, false);
    }
}
