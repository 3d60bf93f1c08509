package io.lakeflight.engine.spark.fastlane.translate;

/** Names for what has none in Spark's plan. */
final class Names {
    private int given;

    String next(String kind) {
        given++;
        return kind + "_" + given;
    }
}
