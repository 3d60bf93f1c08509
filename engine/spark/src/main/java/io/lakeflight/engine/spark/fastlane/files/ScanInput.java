package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.datacache.RemoteFile;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param directory that DuckDB reads all of them in
 * @param tasks by the path that DuckDB reads their file at
 * @param remote those of them that are to be in the data cache by then
 */
record ScanInput(Table table, String directory, Map<String, FileScanTask> tasks, List<RemoteFile> remote) {
    static ScanInput of(ScanTasks scan, DataCache cache) throws Refusal {
        Table table = scan.table();
        if (table instanceof BaseMetadataTable) {
            throw new Refusal("a metadata table");
        }
        if (table.properties().containsKey(TableProperties.DEFAULT_NAME_MAPPING)) {
            throw new Refusal("a table whose files are read by names");
        }
        FilePlaces places = FilePlaces.of(table, cache);
        Map<String, FileScanTask> tasks = new LinkedHashMap<>();
        List<RemoteFile> remote = new ArrayList<>();
        for (PartitionScanTask task : scan.tasks()) {
            FileScanTask file = file(task);
            FilePlace place = places.of(file.file());
            // A large file comes as several tasks.
            if (tasks.putIfAbsent(place.path(), file) == null) {
                place.remote().ifPresent(remote::add);
            }
        }
        return new ScanInput(table, places.directory(), tasks, remote);
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

    /** Of the whole files. */
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
