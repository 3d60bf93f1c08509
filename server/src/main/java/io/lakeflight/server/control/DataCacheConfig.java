package io.lakeflight.server.control;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each engine of a data plane keeps of tables' files on its own disk, for its fast lane.
 *
 * @param sizeBytes the most that one engine keeps; 0: nothing
 * @param directory where each has a directory of its own, against the home directory
 * @param maxFetchBytes the most that one query waits for
 * @param fetchThreads files that one engine fetches at the same time
 * @param directoryCatalogs whose tables are in directories, and are kept like those of object stores
 */
public record DataCacheConfig(
        long sizeBytes, String directory, long maxFetchBytes, int fetchThreads, List<String> directoryCatalogs) {
    public static final DataCacheConfig DEFAULTS =
            new DataCacheConfig(8L << 30, "data-cache", 128L << 20, 8, List.of());

    public DataCacheConfig {
        directoryCatalogs = List.copyOf(directoryCatalogs);
    }

    /** Where the engines' directories are. */
    Path directory(Path home) {
        return home.resolve(directory).normalize();
    }

    /**
     * As properties that an engine is started with.
     *
     * @param engine a name that it has in common with those before and after it, and with no other one
     */
    Map<String, String> sparkConf(Path home, String engine) {
        String prefix = "spark.lakeflight.fast-lane.data-cache.";
        Map<String, String> conf = new TreeMap<>();
        conf.put(prefix + "size", sizeBytes + "b");
        conf.put(prefix + "directory", directory(home).resolve(engine).toString());
        conf.put(prefix + "max-fetch", maxFetchBytes + "b");
        conf.put(prefix + "fetch-threads", String.valueOf(fetchThreads));
        if (!directoryCatalogs.isEmpty()) {
            conf.put(prefix + "directory-catalogs", String.join(",", directoryCatalogs));
        }
        return conf;
    }
}
