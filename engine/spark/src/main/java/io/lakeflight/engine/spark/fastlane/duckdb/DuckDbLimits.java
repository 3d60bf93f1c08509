package io.lakeflight.engine.spark.fastlane.duckdb;

import java.nio.file.Path;

/**
 * What a DuckDB may take of the machine.
 *
 * @param spill directory for what does not fit into its memory, four times as much at most
 */
public record DuckDbLimits(long memoryBytes, int threads, Path spill) {
    private static final int SPILL_FACTOR = 4;

    long spillBytes() {
        return memoryBytes * SPILL_FACTOR;
    }

    DuckDbLimits spillingTo(Path directory) {
        return new DuckDbLimits(memoryBytes, threads, directory);
    }
}
