package io.lakeflight.engine.spark.fastlane.known;

/** Something that is kept for the next time. */
sealed interface Known permits KnownStatement, Templates {
    /** About how many bytes of memory it takes. */
    int bytes();
}
