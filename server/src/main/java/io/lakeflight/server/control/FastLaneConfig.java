package io.lakeflight.server.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fast lane of a data plane's engines: small queries that an embedded DuckDB answers in place of a Spark job.
 *
 * @param maxBytes the most bytes of columns in files that a query in the lane reads
 * @param maxRows the most rows that it reads of them
 * @param maxResultRows the most rows that it returns
 * @param memoryBytes of DuckDB, besides the engine's heap
 * @param threads of DuckDB; 0: as many as there are processors
 * @param maxConcurrent queries that it executes at the same time
 * @param timeout after which Spark answers a query
 * @param knownBytes about how much memory an engine takes to know queries by that it has answered; 0: it knows none
 * @param hotBytes of the memory for columns of data files that are read again and again; half of it at most, 0: none
 * @param shadow the share of the lane's queries, from 0 to 1, that Spark executes as well while the engine is idle
 * @param dataCache what is kept of files that are not on the engine's machine
 */
public record FastLaneConfig(
        boolean enabled,
        long maxBytes,
        int maxRows,
        int maxResultRows,
        long memoryBytes,
        int threads,
        int maxConcurrent,
        Duration timeout,
        long knownBytes,
        long hotBytes,
        double shadow,
        DataCacheConfig dataCache) {
    public static final FastLaneConfig DEFAULTS = new FastLaneConfig(
            true,
            1L << 30,
            100_000_000,
            10_000_000,
            1L << 30,
            0,
            8,
            Duration.ofSeconds(10),
            32L << 20,
            512L << 20,
            0,
            DataCacheConfig.DEFAULTS);

    /** The same, but for its data cache. */
    public FastLaneConfig with(DataCacheConfig cache) {
        return new FastLaneConfig(
                enabled,
                maxBytes,
                maxRows,
                maxResultRows,
                memoryBytes,
                threads,
                maxConcurrent,
                timeout,
                knownBytes,
                hotBytes,
                shadow,
                cache);
    }

    /** The same, but for the share of its queries that Spark executes as well. */
    public FastLaneConfig shadowing(double share) {
        return new FastLaneConfig(
                enabled,
                maxBytes,
                maxRows,
                maxResultRows,
                memoryBytes,
                threads,
                maxConcurrent,
                timeout,
                knownBytes,
                hotBytes,
                share,
                dataCache);
    }

    /**
     * As properties that an engine is started with.
     *
     * @param home where the engine notes what would be at work if it died, and keeps files
     * @param engine a name that it has in common with those before and after it, and with no other one
     */
    public Map<String, String> sparkConf(Path home, String engine) {
        String prefix = "spark.lakeflight.fast-lane.";
        Map<String, String> conf = new TreeMap<>();
        conf.put(prefix + "enabled", String.valueOf(enabled));
        conf.put(prefix + "max-bytes", maxBytes + "b");
        conf.put(prefix + "max-rows", String.valueOf(maxRows));
        conf.put(prefix + "max-result-rows", String.valueOf(maxResultRows));
        conf.put(prefix + "memory", memoryBytes + "b");
        conf.put(prefix + "threads", String.valueOf(threads));
        conf.put(prefix + "max-concurrent", String.valueOf(maxConcurrent));
        conf.put(prefix + "timeout", timeout.toMillis() + "ms");
        conf.put(prefix + "known-bytes", knownBytes + "b");
        conf.put(prefix + "hot-bytes", hotBytes + "b");
        conf.put(prefix + "shadow", String.valueOf(shadow));
        conf.put(
                prefix + "journal",
                home.resolve("fast-lane").resolve(engine + ".journal").toString());
        conf.putAll(dataCache.sparkConf(home, engine));
        return conf;
    }
}
