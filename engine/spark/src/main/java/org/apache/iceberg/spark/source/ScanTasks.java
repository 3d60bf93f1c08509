package org.apache.iceberg.spark.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.PartitionScanTask;
import org.apache.iceberg.ScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.connector.read.Scan;
import org.jspecify.annotations.NullMarked;

/**
 * What an Iceberg scan of Spark's is going to read. It stands in Iceberg's package, which tells nobody else.
 *
 * <p>These are the scan's own tasks, planned once: whoever executes the plan reads the same files of the same snapshot.
 *
 * @param schema the one of the snapshot that is read, with all columns
 * @param projection the columns that are read
 * @param tasks one for each file, before large ones are split
 */
@NullMarked
public record ScanTasks(Table table, Schema schema, Schema projection, List<PartitionScanTask> tasks) {
    /** Empty for scans of other kinds: of metadata, of changes, of rows to be rewritten. */
    public static Optional<ScanTasks> of(Scan scan) {
        return scan instanceof SparkBatchQueryScan query
                ? Optional.of(new ScanTasks(query.table(), query.schema(), query.projection(), query.tasks()))
                : Optional.empty();
    }

    /**
     * What such a scan reads, to be found again in another snapshot of a table of the same columns.
     *
     * @param filter that Spark has pushed into the scan
     */
    public record Wish(Schema projection, Expression filter, boolean caseSensitive) {
        /** Empty for the same scans as above. */
        public static Optional<Wish> of(Scan scan) {
            return scan instanceof SparkBatchQueryScan query
                    ? Optional.of(new Wish(query.projection(), query.filter(), query.caseSensitive()))
                    : Optional.empty();
        }

        /** The files of the table's current snapshot, planned as Spark has Iceberg plan them. */
        public ScanTasks plan(Table table) {
            List<PartitionScanTask> tasks = new ArrayList<>();
            try (CloseableIterable<ScanTask> planned = table.newBatchScan()
                    .caseSensitive(caseSensitive)
                    .filter(filter)
                    .project(projection)
                    .planFiles()) {
                for (ScanTask task : planned) {
                    tasks.add((PartitionScanTask) task);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ScanTasks(table, table.schema(), projection, tasks);
        }
    }
}
