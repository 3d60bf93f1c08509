package io.lakeflight.engine.spark.fastlane.hot;

/**
 * A data file of which no row is deleted.
 *
 * @param path where DuckDB reads it
 * @param length in bytes
 * @param rows that it has
 * @param version another one for a file that is at the same place another time
 */
public record WholeFile(String path, long length, long rows, String version) {}
