package io.lakeflight.engine.spark.fastlane.datacache;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkConf;

/**
 * What the data cache of an engine may take, as properties of Spark that no statement can change.
 *
 * @param sizeBytes of its files, with those on their way; 0: there is no cache
 * @param directory of the engines that follow one another in one place; empty for one that goes with the engine
 * @param maxFetchBytes the most that one statement waits for
 * @param fetchThreads files that are fetched at the same time, for all statements
 * @param directoryCatalogs those whose files are kept although they are in a directory of this machine, as of an NFS server
 */
public record DataCacheSettings(
        long sizeBytes, Optional<Path> directory, long maxFetchBytes, int fetchThreads, Set<String> directoryCatalogs) {
    /** There is no cache. */
    public static final DataCacheSettings NONE = new DataCacheSettings(0, Optional.empty(), 0, 1, Set.of());

    private static final String PREFIX = "spark.lakeflight.fast-lane.data-cache.";

    public DataCacheSettings {
        directoryCatalogs = Set.copyOf(directoryCatalogs);
    }

    /** Those that the engine was started with. */
    public static DataCacheSettings of(SparkConf conf) {
        String catalogs = conf.get(PREFIX + "directory-catalogs", "");
        return new DataCacheSettings(
                conf.getSizeAsBytes(PREFIX + "size", "0b"),
                Optional.ofNullable(conf.get(PREFIX + "directory", null)).map(Path::of),
                conf.getSizeAsBytes(PREFIX + "max-fetch", "128m"),
                conf.getInt(PREFIX + "fetch-threads", 8),
                catalogs.isEmpty() ? Set.of() : Set.of(catalogs.split(",")));
    }
}
