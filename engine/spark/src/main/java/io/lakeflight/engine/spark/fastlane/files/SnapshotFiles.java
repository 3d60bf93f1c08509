package io.lakeflight.engine.spark.fastlane.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Projections;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.iceberg.util.PropertyUtil;

/**
 * The files of snapshots, so that the manifests of one are not read again for each statement. Up to a number of bytes, as far as
 * that can be told; those used least give way.
 *
 * <p>Of a small table all files are kept with their statistics, and what a statement needs is found among them, whatever its
 * constants are. Where a filter tells something of partitions, Iceberg looks at whole manifests and at files that delete rows as
 * well: then, and of larger tables, what it has planned is kept for the same filter.
 *
 * <p>Nothing is ever out of date: no snapshot changes, and which one is a table's current has been found out before, for
 * each statement.
 */
public final class SnapshotFiles {
    /** The files of a table that take more than such a part of the memory are not kept as a whole. */
    private static final int MOST_OF_ALL = 4;

    private final long maxBytes;
    private final Cache<ScanKey, LiveFiles> files;

    /** @param maxBytes 0: none is kept */
    public SnapshotFiles(long maxBytes) {
        this.maxBytes = maxBytes;
        this.files = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((ScanKey key, LiveFiles kept) ->
                        (int) Math.min(Integer.MAX_VALUE, kept.bytes() + 2L * key.length()))
                .executor(Runnable::run)
                .build();
    }

    /** What a scan reads of a table's current snapshot, as Iceberg plans it. */
    public ScanTasks plan(ScanTasks.Wish wish, Table table) {
        Optional<SnapshotKey> snapshot = SnapshotKey.of(table);
        if (snapshot.isEmpty()) {
            return wish.plan(table);
        }
        if (isSmall(table) && !isOfPartitions(wish, table)) {
            List<PartitionScanTask> matching = all(snapshot.get(), table).matching(wish, table);
            return new ScanTasks(table, table.schema(), wish.projection(), matching);
        }
        return ScanKey.of(snapshot.get(), wish)
                .map(key -> kept(key, table, () -> LiveFiles.of(wish.plan(table))))
                .map(planned -> new ScanTasks(table, table.schema(), wish.projection(), planned.tasks()))
                .orElseGet(() -> wish.plan(table));
    }

    /**
     * Files of the table's current snapshot with their statistics, by their locations; none where these would take much to read, or to
     * keep.
     */
    Map<String, DataFile> statistics(Table table) {
        Optional<SnapshotKey> snapshot = SnapshotKey.of(table);
        if (snapshot.isEmpty() || !isSmall(table)) {
            return Map.of();
        }
        Map<String, DataFile> files = new HashMap<>();
        for (PartitionScanTask task : all(snapshot.get(), table).tasks()) {
            DataFile file = task.asFileScanTask().file();
            files.put(file.location(), file);
        }
        return files;
    }

    private LiveFiles all(SnapshotKey snapshot, Table table) {
        return kept(ScanKey.ofAll(snapshot), table, () -> LiveFiles.all(table));
    }

    /** Two statements may both read the manifests: none of them waits for the other, whatever its timeout is. */
    private LiveFiles kept(ScanKey key, Table table, Supplier<LiveFiles> reading) {
        LiveFiles kept = files.getIfPresent(key);
        if (kept != null) {
            return kept;
        }
        LiveFiles read = reading.get();
        if (SnapshotKey.of(table).equals(Optional.of(key.snapshot()))) {
            files.put(key, read);
        }
        return read;
    }

    /** As far as the snapshot tells how many files it has. */
    private boolean isSmall(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        if (!snapshot.summary().containsKey(SnapshotSummary.TOTAL_DATA_FILES_PROP)) {
            return false;
        }
        long count = PropertyUtil.propertyAsLong(snapshot.summary(), SnapshotSummary.TOTAL_DATA_FILES_PROP, 0)
                + PropertyUtil.propertyAsLong(snapshot.summary(), SnapshotSummary.TOTAL_DELETE_FILES_PROP, 0);
        return LiveFiles.bytes(count, LiveFiles.columns(table)) <= maxBytes / MOST_OF_ALL;
    }

    /** Whether there is a partitioning in which not all partitions may match. */
    private static boolean isOfPartitions(ScanTasks.Wish wish, Table table) {
        return table.specs().values().stream()
                .anyMatch(spec -> Projections.inclusive(spec, wish.caseSensitive())
                                .project(wish.filter())
                                .op()
                        != Expression.Operation.TRUE);
    }
}
