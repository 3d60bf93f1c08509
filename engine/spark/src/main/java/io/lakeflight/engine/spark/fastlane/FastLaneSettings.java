package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.run.SpareSlots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * What the fast lane of an engine may do, as properties of Spark that no statement can change.
 *
 * <p>DuckDB and Spark's tasks compute side by side, and the operating system gives each of their threads its turn. DuckDB
 * has one thread for each statement and {@code threads - 1} for all of them. With as many as there are cores, and two
 * statements a core at most, Spark's tasks, one a core, have a quarter of the processors at the least; and a statement in the
 * lane never waits for one of them to end.
 *
 * @param maxBytes the most bytes of columns in files, after pruning, that a statement in the lane reads
 * @param maxRows the most rows that it reads of those files
 * @param maxResultRows the most rows that it returns, which are held back until all of them are there
 * @param memoryBytes memory of DuckDB, outside of the JVM's heap; four times as much may go to disk
 * @param threads of DuckDB, which all its statements share; no more than the engine has cores
 * @param maxConcurrent statements it executes at the same time; no more than two for each core
 * @param timeout after which a statement leaves the lane for Spark
 * @param knownBytes about how much memory is taken by what statements that were answered are known by; 0: none is known
 * @param hotBytes of DuckDB's memory for columns of data files that are read again and again; 0: none
 * @param journal a file that outlives the engine, for {@link io.lakeflight.engine.spark.fastlane.memory.CrashJournal}; empty for
 *     one that does not
 */
public record FastLaneSettings(
        boolean enabled,
        long maxBytes,
        long maxRows,
        long maxResultRows,
        long memoryBytes,
        int threads,
        int maxConcurrent,
        Duration timeout,
        long knownBytes,
        long hotBytes,
        Optional<Path> journal) {
    private static final String PREFIX = "spark.lakeflight.fast-lane.";
    private static final int STATEMENTS_PER_CORE = 2;
    /** Half of the memory is for statements. */
    private static final int MOST_HOT = 2;

    /** Those that the engine was started with. */
    public static FastLaneSettings of(SparkConf conf) {
        return of(conf, Runtime.getRuntime().availableProcessors());
    }

    static FastLaneSettings of(SparkConf conf, int processors) {
        int cores = Math.min(processors, conf.getInt(SpareSlots.CORES, processors));
        int threads = conf.getInt(PREFIX + "threads", 0);
        long memory = conf.getSizeAsBytes(PREFIX + "memory", "1g");
        return new FastLaneSettings(
                conf.getBoolean(PREFIX + "enabled", false),
                conf.getSizeAsBytes(PREFIX + "max-bytes", "1g"),
                conf.getLong(PREFIX + "max-rows", 100_000_000),
                conf.getLong(PREFIX + "max-result-rows", 10_000_000),
                memory,
                threads == 0 ? cores : Math.min(cores, threads),
                Math.min(STATEMENTS_PER_CORE * cores, conf.getInt(PREFIX + "max-concurrent", 8)),
                Duration.ofMillis(conf.getTimeAsMs(PREFIX + "timeout", "10s")),
                conf.getSizeAsBytes(PREFIX + "known-bytes", "32m"),
                Math.min(conf.getSizeAsBytes(PREFIX + "hot-bytes", "512m"), memory / MOST_HOT),
                Optional.ofNullable(conf.get(PREFIX + "journal", null)).map(Path::of));
    }
}
