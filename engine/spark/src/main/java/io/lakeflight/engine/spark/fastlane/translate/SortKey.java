package io.lakeflight.engine.spark.fastlane.translate;

/**
 * A column rows are in order of.
 *
 * @param column its name
 * @param direction what follows it in ORDER BY: always which way, and where nulls are
 */
record SortKey(String column, String direction) {}
