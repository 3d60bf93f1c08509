package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.spark.run.SpareSlots;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The task slots of a Spark that runs its tasks in this process: the cores, and {@link SpareSlots} besides. */
record LocalSlots(int cores, int spare) {
    private static final Pattern LOCAL = Pattern.compile("local(\\[([0-9]+|\\*)\\])?");
    private static final double EXECUTION_SHARE = 0.3;
    private static final int PAGES_PER_TASK = 16;
    private static final long SMALLEST_PAGE = 1 << 20;
    private static final long LARGEST_PAGE = 64 << 20;

    private static final int SHUFFLED_PART = 64;
    private static final long SMALLEST_SHUFFLED = 4 << 20;
    /** Spark's own. */
    private static final long LARGEST_SHUFFLED = 64 << 20;

    /** Empty if tasks run elsewhere, where nobody knows how many slots there are. */
    static Optional<LocalSlots> of(Map<String, String> settings) {
        Matcher local = LOCAL.matcher(settings.getOrDefault("spark.master", ""));
        if (!local.matches()) {
            settings.remove(SpareSlots.COUNT);
            return Optional.empty();
        }
        int spare = Integer.parseInt(settings.getOrDefault(SpareSlots.COUNT, "0"));
        return Optional.of(new LocalSlots(cores(local.group(2)), spare));
    }

    private static int cores(@Nullable String given) {
        if (given == null) {
            return 1;
        }
        return given.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(given);
    }

    /** Makes the slots, and keeps what Spark would derive from their number as it is for the cores alone. */
    void spread(Map<String, String> settings) {
        settings.put("spark.master", "local[" + (cores + spare) + "]");
        settings.put(SpareSlots.CORES, String.valueOf(cores));
        settings.putIfAbsent("spark.default.parallelism", String.valueOf(cores));
        settings.putIfAbsent("spark.buffer.pageSize", String.valueOf(pageSize()));
        settings.putIfAbsent("spark.sql.adaptive.advisoryPartitionSizeInBytes", String.valueOf(shuffledBytes()));
    }

    /**
     * Up to where Spark joins small parts of a shuffle into one for a task. These are bytes as they are written, several times
     * fewer than the rows take in memory, and a sort needs all its pointers in one array.
     */
    private long shuffledBytes() {
        long part = Runtime.getRuntime().maxMemory() / cores / SHUFFLED_PART;
        return Math.min(LARGEST_SHUFFLED, Math.max(SMALLEST_SHUFFLED, part));
    }

    /** As Spark's memory manager has it: a task can have some pages even when each core has one. */
    private long pageSize() {
        double share = Runtime.getRuntime().maxMemory() * EXECUTION_SHARE / cores / PAGES_PER_TASK;
        long page = Long.highestOneBit((long) share);
        return Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, page));
    }
}
