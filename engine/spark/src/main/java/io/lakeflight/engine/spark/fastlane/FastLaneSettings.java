package io.lakeflight.engine.spark.fastlane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * What the fast lane of an engine may do, as properties of Spark that no statement can change.
 *
 * @param maxBytes the most bytes of files, after pruning, that a statement in the lane reads
 * @param maxRows the most rows that it reads of those files, and the most it returns
 * @param memoryBytes memory of DuckDB, outside of the JVM's heap; four times as much may go to disk
 * @param threads of DuckDB, which all its statements share
 * @param maxConcurrent statements it executes at the same time
 * @param timeout after which a statement leaves the lane for Spark
 * @param knownBytes about how much memory is taken by what statements that were answered are known by; 0: none is known
 * @param journal a file that outlives the engine, for {@link io.lakeflight.engine.spark.fastlane.memory.CrashJournal}; empty for
 *     one that does not
 */
public record FastLaneSettings(
        boolean enabled,
        long maxBytes,
        long maxRows,
        long memoryBytes,
        int threads,
        int maxConcurrent,
        Duration timeout,
        long knownBytes,
        Optional<Path> journal) {
    private static final String PREFIX = "spark.lakeflight.fast-lane.";

    /** Those that the engine was started with. */
    public static FastLaneSettings of(SparkConf conf) {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = conf.getInt(PREFIX + "threads", 0);
        return new FastLaneSettings(
                conf.getBoolean(PREFIX + "enabled", false),
                conf.getSizeAsBytes(PREFIX + "max-bytes", "256m"),
                conf.getLong(PREFIX + "max-rows", 10_000_000),
                conf.getSizeAsBytes(PREFIX + "memory", "1g"),
                threads == 0 ? processors : threads,
                conf.getInt(PREFIX + "max-concurrent", 8),
                Duration.ofMillis(conf.getTimeAsMs(PREFIX + "timeout", "10s")),
                conf.getSizeAsBytes(PREFIX + "known-bytes", "32m"),
                Optional.ofNullable(conf.get(PREFIX + "journal", null)).map(Path::of));
    }
}
