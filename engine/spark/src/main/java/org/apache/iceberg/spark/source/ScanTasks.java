package org.apache.iceberg.spark.source;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.PartitionScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
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
}
