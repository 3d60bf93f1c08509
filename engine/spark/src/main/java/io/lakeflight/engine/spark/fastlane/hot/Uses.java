package io.lakeflight.engine.spark.fastlane.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often columns of files were read of late. */
final class Uses {
    private static final int MOST_FILES = 2_000;
    private static final Duration OF_LATE = Duration.ofMinutes(10);

    private final int enough;
    private final Cache<WholeFile, Map<ColumnKey, Integer>> uses = Caffeine.newBuilder()
            .maximumSize(MOST_FILES)
            .expireAfterAccess(OF_LATE)
            .build();

    /** @param enough uses of a column for it to be worth while */
    Uses(int enough) {
        this.enough = enough;
    }

    /** Takes note of one; returns whether there are columns of the file that were used often enough. */
    boolean add(WholeFile file, List<ColumnScan.Column> columns) {
        Map<ColumnKey, Integer> now = uses.asMap().compute(file, (same, before) -> {
            Map<ColumnKey, Integer> counts = before == null ? new HashMap<>() : new HashMap<>(before);
            columns.forEach(column -> counts.merge(column.key(), 1, Integer::sum));
            return counts;
        });
        return columns.stream().anyMatch(column -> now.getOrDefault(column.key(), 0) >= enough);
    }

    /** Those columns of a file that were used often enough, each field as the type that it was read as most. */
    Set<ColumnKey> columns(WholeFile file) {
        Map<Integer, ColumnKey> often = new HashMap<>();
        uses.asMap().getOrDefault(file, Map.of()).entrySet().stream()
                .filter(use -> use.getValue() >= enough)
                .sorted(Map.Entry.comparingByValue())
                .forEach(use -> often.put(use.getKey().id(), use.getKey()));
        return Set.copyOf(often.values());
    }
}
