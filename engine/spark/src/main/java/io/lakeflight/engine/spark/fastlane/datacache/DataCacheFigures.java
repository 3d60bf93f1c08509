package io.lakeflight.engine.spark.fastlane.datacache;

/**
 * What has come of a data cache since its engine was started.
 *
 * @param files that are there or on their way
 * @param bytes of these, and of those that are gone but for statements that still read them
 * @param maxBytes the most that there may be; 0: there is no cache
 * @param hits files of statements that were there, or on their way for another statement
 * @param misses files of statements that had to be fetched
 * @param fetchedBytes of files that came whole
 * @param evictions files that gave way to others
 * @param faults files that could not be fetched, kept or trusted
 */
public record DataCacheFigures(
        long files, long bytes, long maxBytes, long hits, long misses, long fetchedBytes, long evictions, long faults) {
    static final DataCacheFigures NONE = new DataCacheFigures(0, 0, 0, 0, 0, 0, 0, 0);
}
