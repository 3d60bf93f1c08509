package io.lakeflight.engine.spark.fastlane.translate;

/** The tables of difficult values that rules are proven over; a test has one of each, and refuses rules without. */
enum Edges {
    BOOLEANS,
    INTEGERS,
    FLOATS,
    DECIMALS,
    STRINGS,
    LETTERS,
    NUMBER_TEXTS,
    TIME_TEXTS,
    BINARIES,
    DATES,
    TIMESTAMPS,
    STRUCTS
}
