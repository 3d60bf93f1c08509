package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.spark.source.ScanTasks;

/**
 * The files of one scan, none of which DuckDB would read otherwise than Iceberg does.
 *
 * @param directory that all of them are in
 * @param tasks by the path of their file
 */
record ScanInput(Table table, String directory, Map<String, FileScanTask> tasks) {
    static ScanInput of(ScanTasks scan) throws Refusal {
        Table table = scan.table();
        if (table instanceof BaseMetadataTable) {
            throw new Refusal("a metadata table");
        }
        if (table.properties().containsKey(TableProperties.DEFAULT_NAME_MAPPING)) {
            throw new Refusal("a table whose files are read by names");
        }
        String directory = TableDirectory.of(table);
        Map<String, FileScanTask> tasks = new LinkedHashMap<>();
        for (PartitionScanTask task : scan.tasks()) {
            FileScanTask file = file(task);
            String path = LocalPath.of(file.file().location(), table.io());
            if (!path.startsWith(directory)) {
                throw new Refusal("files outside of their table's catalog");
            }
            tasks.putIfAbsent(path, file);
        }
        return new ScanInput(table, directory, tasks);
    }

    private static FileScanTask file(PartitionScanTask task) throws Refusal {
        if (!task.isFileScanTask() || task.isDataTask()) {
            throw new Refusal("a scan of something else than files");
        }
        FileScanTask scan = task.asFileScanTask();
        DataFile file = scan.file();
        if (file.format() != FileFormat.PARQUET) {
            throw new Refusal("files that are not Parquet");
        }
        if (file.keyMetadata() != null) {
            throw new Refusal("encrypted files");
        }
        return scan;
    }

    long bytes() {
        return tasks.values().stream()
                .mapToLong(task -> task.file().fileSizeInBytes())
                .sum();
    }

    long rows() {
        return tasks.values().stream()
                .mapToLong(task -> task.file().recordCount())
                .sum();
    }
}
