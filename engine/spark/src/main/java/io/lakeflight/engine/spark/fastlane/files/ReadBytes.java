package io.lakeflight.engine.spark.fastlane.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of data files the scans of one statement read: of their columns, since DuckDB leaves the others where they are.
 *
 * <p>How large the columns of a file are is looked up in the table's snapshot, or guessed from their types, and never taken from a
 * scan's own tasks: those have it or not by the way that they were planned in, and the same statement would be for the lane one time and
 * not the other.
 */
final class ReadBytes {
    private final SnapshotFiles snapshots;
    private final List<Scan> uncounted = new ArrayList<>();
    private long whole;
    private long counted;

    private record Scan(ScanInput input, Schema schema, ParquetColumns columns) {}

    ReadBytes(SnapshotFiles snapshots) {
        this.snapshots = snapshots;
    }

    /** @param schema with all columns of the table */
    void add(ScanInput input, Schema schema, ParquetColumns columns) {
        whole += input.bytes();
        uncounted.add(new Scan(input, schema, columns));
    }

    /** Whether those of all scans are; looks columns up only where whole files would be. */
    boolean isMoreThan(long most) {
        if (whole <= most) {
            return false;
        }
        uncounted.forEach(scan -> counted += bytes(scan));
        uncounted.clear();
        return counted > most;
    }

    private long bytes(Scan scan) {
        ReadColumns columns = ReadColumns.of(scan.schema(), scan.columns());
        Map<String, DataFile> files = snapshots.statistics(scan.input().table());
        return scan.input().tasks().values().stream()
                .map(FileScanTask::file)
                .mapToLong(file -> columns.bytes(file, sizes(files.get(file.location()))))
                .sum();
    }

    private static Map<Integer, Long> sizes(@Nullable DataFile file) {
        return file == null || file.columnSizes() == null ? Map.of() : file.columnSizes();
    }
}
