package io.lakeflight.catalog.statistics;

import io.lakeflight.catalog.statistics.ColumnStatistics.DistinctCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.BlobMetadata;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.puffin.StandardBlobTypes;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Adds distinct counts to what another source tells. They stand in the table's metadata beside the Puffin files with their
 * sketches, and may come and go without a new snapshot: so they are looked up for each request.
 */
final class DistinctCounts implements StatisticsSource {
    private static final String COUNT = "ndv";

    private final StatisticsSource source;

    DistinctCounts(StatisticsSource source) {
        this.source = source;
    }

    @Override
    public TableStatistics read(StatisticsRequest request) {
        TableStatistics statistics = source.read(request);
        Map<Integer, DistinctCount> counts = counts(request);
        return counts.isEmpty()
                ? statistics
                : statistics.mapColumns((id, column) -> column.withDistinct(Optional.ofNullable(counts.get(id))));
    }

    /** Of the snapshot itself or the nearest one before it, for each column. */
    private static Map<Integer, DistinctCount> counts(StatisticsRequest request) {
        Map<Long, List<StatisticsFile>> files =
                request.table().statisticsFiles().stream().collect(Collectors.groupingBy(StatisticsFile::snapshotId));
        Snapshot snapshot = request.snapshot();
        Map<Integer, DistinctCount> counts = new HashMap<>();
        if (snapshot == null || files.isEmpty()) {
            return counts;
        }
        for (Snapshot ancestor : SnapshotUtil.ancestorsOf(
                snapshot.snapshotId(), id -> request.table().snapshot(id))) {
            List<StatisticsFile> own = files.remove(ancestor.snapshotId());
            if (own != null) {
                own.forEach(file -> file.blobMetadata().forEach(blob -> count(blob, counts)));
            }
            if (files.isEmpty()) {
                break;
            }
        }
        return counts;
    }

    private static void count(BlobMetadata blob, Map<Integer, DistinctCount> counts) {
        String count = blob.properties() == null ? null : blob.properties().get(COUNT);
        if (blob.type().equals(StandardBlobTypes.APACHE_DATASKETCHES_THETA_V1)
                && blob.fields().size() == 1
                && count != null
                && count.matches("\\d{1,18}")) {
            counts.putIfAbsent(blob.fields().get(0), new DistinctCount(Long.parseLong(count), blob.sourceSnapshotId()));
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
