package io.lakeflight.catalog.statistics;

import io.lakeflight.catalog.ParallelReads;
import io.lakeflight.catalog.statistics.TableStatistics.Basis;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;

/**
 * Reads statistics from manifests: leaves out manifests by the partitions they have, then files by their partition and
 * their bounds, as a scan would, and adds up what the entries of the others tell.
 */
final class ManifestStatistics implements StatisticsSource {
    private final StatisticsConfig limits;
    private final ParallelReads reads = new ParallelReads("statistics", 2);

    ManifestStatistics(StatisticsConfig limits) {
        this.limits = limits;
    }

    @Override
    public TableStatistics read(StatisticsRequest request) {
        FilterMargins margins = FilterMargins.of(request.schema(), request.filter(), request.caseSensitive());
        List<Column> columns = Column.of(request.schema()).stream()
                .filter(column -> request.columns().contains(column.id()))
                .toList();
        Snapshot snapshot = request.snapshot();
        if (snapshot == null) {
            return statistics(request, new FileTally(columns));
        }
        Map<Integer, PartitionSpec> specs = specs(request);
        PrunedManifests manifests =
                PrunedManifests.of(snapshot, request.table().io(), specs, margins.may(), request.caseSensitive());
        SnapshotTotals totals = new SnapshotTotals(request, snapshot, manifests);
        if (margins.isAll() && columns.isEmpty()) {
            var proven = totals.proven();
            if (proven.isPresent()) {
                return proven.get();
            }
        }
        if (manifests.size() > limits.maxManifests() || manifests.entries() > limits.maxFiles()) {
            return totals.limited();
        }
        return new ManifestScan(request, margins, specs, columns, limits.maxFiles(), reads)
                .tally(manifests)
                .map(tally -> statistics(request, tally))
                .orElseGet(totals::limited);
    }

    /** The table's are bound to its current schema, in which columns may have other names. */
    private static Map<Integer, PartitionSpec> specs(StatisticsRequest request) {
        return request.table().specs().values().stream()
                .map(spec -> spec.toUnbound().bind(request.schema(), true))
                .collect(Collectors.toMap(PartitionSpec::specId, Function.identity()));
    }

    private static TableStatistics statistics(StatisticsRequest request, FileTally tally) {
        Snapshot snapshot = request.snapshot();
        return new TableStatistics(
                snapshot == null ? null : snapshot.snapshotId(),
                request.schema().schemaId(),
                Basis.FILES,
                tally.rows(),
                tally.files(),
                tally.bytes(),
                tally.deletes(),
                tally.columns());
    }

    @Override
    public void close() {
        reads.close();
    }
}
