package io.lakeflight.catalog.statistics;

import io.lakeflight.catalog.statistics.TableStatistics.Basis;
import io.lakeflight.catalog.statistics.TableStatistics.Deletes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/** What the manifest list and the summary of a snapshot tell, without a look into any manifest. */
final class SnapshotTotals {
    private final StatisticsRequest request;
    private final Snapshot snapshot;
    private final PrunedManifests manifests;

    SnapshotTotals(StatisticsRequest request, Snapshot snapshot, PrunedManifests manifests) {
        this.request = request;
        this.snapshot = snapshot;
        this.manifests = manifests;
    }

    /**
     * The totals of the whole snapshot, if they prove themselves: nothing is deleted, and summary and manifest list, which
     * are counted apart, say the same.
     */
    Optional<TableStatistics> proven() {
        OptionalLong rows = manifests.rows();
        OptionalLong files = manifests.dataFiles();
        boolean proven = manifests.deletes().isEmpty()
                && rows.isPresent()
                && files.isPresent()
                && rows.equals(summary(SnapshotSummary.TOTAL_RECORDS_PROP))
                && files.equals(summary(SnapshotSummary.TOTAL_DATA_FILES_PROP))
                && summary(SnapshotSummary.TOTAL_FILE_SIZE_PROP).isPresent();
        return proven
                ? Optional.of(statistics(
                        Basis.TOTALS,
                        Figure.exactly(rows.getAsLong()),
                        Figure.exactly(files.getAsLong()),
                        summary(SnapshotSummary.TOTAL_FILE_SIZE_PROP).getAsLong(),
                        Deletes.NONE))
                : Optional.empty();
    }

    /** The totals of the manifests that are left; the bytes are guessed from the part of the snapshot's files in them. */
    TableStatistics limited() {
        OptionalLong allFiles = summary(SnapshotSummary.TOTAL_DATA_FILES_PROP);
        OptionalLong allBytes = summary(SnapshotSummary.TOTAL_FILE_SIZE_PROP);
        Figure files = atMost(manifests.dataFiles(), allFiles);
        Figure rows = atMost(manifests.rows(), summary(SnapshotSummary.TOTAL_RECORDS_PROP));
        double part = allFiles.orElse(0) == 0 ? 1 : Math.min(1, (double) files.estimate() / allFiles.getAsLong());
        return statistics(
                Basis.LIMITED,
                rows,
                files,
                (long) (allBytes.orElse(0) * part),
                manifests.deletes().isEmpty() ? Deletes.NONE : Deletes.UNKNOWN);
    }

    private static Figure atMost(OptionalLong listed, OptionalLong summary) {
        return listed.isPresent()
                ? Figure.between(0, listed.getAsLong(), listed.getAsLong())
                : Figure.guess(summary.orElse(0));
    }

    private TableStatistics statistics(Basis basis, Figure rows, Figure files, long bytes, Deletes deletes) {
        Map<Integer, ColumnStatistics> columns = new LinkedHashMap<>();
        Figure unknown = Figure.between(0, 0, rows.most());
        Figure anyValue = Figure.between(0, rows.estimate(), rows.most());
        for (Column column : Column.of(request.schema())) {
            if (request.columns().contains(column.id())) {
                Figure nans = column.isFloating() ? unknown : Figure.ZERO;
                columns.put(
                        column.id(), new ColumnStatistics(column.type(), unknown, nans, anyValue, null, null, null));
            }
        }
        return new TableStatistics(
                snapshot.snapshotId(),
                request.schema().schemaId(),
                basis,
                rows,
                files,
                Figure.guess(bytes),
                deletes,
                columns);
    }

    /** Anyone may have written it. */
    private OptionalLong summary(String property) {
        String text = snapshot.summary() == null ? null : snapshot.summary().get(property);
        try {
            return text == null || Long.parseLong(text) < 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
