package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.protocol.Statement;

/**
 * What a session has said of the lane.
 *
 * @param isOff whether only Spark answers it
 * @param approximateDoubles whether floating-point numbers may be added in an order that Spark would not
 */
public record LaneOptions(boolean isOff, boolean approximateDoubles) {
    public static LaneOptions of(Statement statement) {
        return new LaneOptions(statement.getSparkOnly(), statement.getApproximateDoubles());
    }
}
