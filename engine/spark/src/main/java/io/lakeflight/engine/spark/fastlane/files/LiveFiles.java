package io.lakeflight.engine.spark.fastlane.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.PartitionScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.ScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.iceberg.types.TypeUtil;

/**
 * Files of one snapshot, and what is deleted of them.
 *
 * @param columns of which each file's statistics are there
 */
record LiveFiles(List<PartitionScanTask> tasks, int columns) {
    private static final long FILE_BYTES = 1_024;
    /** Of the statistics of one column: a count or bound is an entry of a map. */
    private static final long COLUMN_BYTES = 600;
    /** Iceberg keeps statistics of so many columns, unless the table says otherwise. */
    private static final int MOST_COLUMNS = 100;

    LiveFiles {
        tasks = List.copyOf(tasks);
    }

    /** Those that one scan reads. */
    static LiveFiles of(ScanTasks scan) {
        return new LiveFiles(scan.tasks(), 0);
    }

    /** All of the table's current snapshot, with their statistics. */
    static LiveFiles all(Table table) {
        List<PartitionScanTask> tasks = new ArrayList<>();
        try (CloseableIterable<ScanTask> planned =
                table.newBatchScan().includeColumnStats().planFiles()) {
            for (ScanTask task : planned) {
                tasks.add((PartitionScanTask) task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LiveFiles(tasks, columns(table));
    }

    static int columns(Table table) {
        return TypeUtil.indexById(table.schema().asStruct()).size();
    }

    /**
     * Those among all that Iceberg would plan, which looks at statistics only once partitions have left it in doubt.
     *
     * @param wish of a filter that tells nothing of partitions
     */
    List<PartitionScanTask> matching(ScanTasks.Wish wish, Table table) {
        if (wish.filter().op() == Expression.Operation.TRUE) {
            return tasks;
        }
        Map<Integer, InclusiveMetricsEvaluator> filters = new HashMap<>();
        List<PartitionScanTask> matching = new ArrayList<>();
        for (PartitionScanTask task : tasks) {
            InclusiveMetricsEvaluator filter = filters.computeIfAbsent(
                    task.asFileScanTask().file().specId(),
                    id -> new InclusiveMetricsEvaluator(spec(table, id).schema(), wish.filter(), wish.caseSensitive()));
            if (filter.eval(task.asFileScanTask().file())) {
                matching.add(task);
            }
        }
        return matching;
    }

    private static PartitionSpec spec(Table table, int id) {
        return Objects.requireNonNull(table.specs().get(id), "a partitioning that its table does not know");
    }

    /** About how many bytes of memory so many files take. */
    static long bytes(long files, int columns) {
        return FILE_BYTES + files * (FILE_BYTES + COLUMN_BYTES * Math.min(columns, MOST_COLUMNS));
    }

    long bytes() {
        long deletes = tasks.stream()
                .mapToLong(task -> task.asFileScanTask().deletes().size())
                .sum();
        return bytes(tasks.size() + deletes, columns);
    }
}
