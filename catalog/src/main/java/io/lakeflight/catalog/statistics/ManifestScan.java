package io.lakeflight.catalog.statistics;

import io.lakeflight.catalog.ParallelReads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Projections;

/**
 * One look into manifests, several at a time.
 *
 * <p>Iceberg's own scan would do, were it not that it sleeps while it waits for its pool, which all catalogs share, and that
 * it takes filters for what SQL does not mean by them.
 */
final class ManifestScan {
    private static final List<String> ENTRY = List.of(
            "content", "file_path", "file_format", "spec_id", "partition", "record_count", "file_size_in_bytes");
    private static final List<String> ENTRY_WITH_STATISTICS = List.of(
            "content",
            "file_path",
            "file_format",
            "spec_id",
            "partition",
            "record_count",
            "file_size_in_bytes",
            "value_counts",
            "null_value_counts",
            "nan_value_counts",
            "lower_bounds",
            "upper_bounds");

    private final StatisticsRequest request;
    private final FilterMargins margins;
    private final Map<Integer, PartitionSpec> specs;
    private final List<Column> columns;
    private final int maxFiles;
    private final ParallelReads reads;

    private final DeleteIndex deletes;
    private final FileTally total;
    /** Manifests of old tables do not tell how many files they have. */
    private final AtomicLong seen = new AtomicLong();

    ManifestScan(
            StatisticsRequest request,
            FilterMargins margins,
            Map<Integer, PartitionSpec> specs,
            List<Column> columns,
            int maxFiles,
            ParallelReads reads) {
        this.request = request;
        this.margins = margins;
        this.specs = specs;
        this.columns = columns;
        this.maxFiles = maxFiles;
        this.reads = reads;
        this.deletes = new DeleteIndex(specs);
        this.total = new FileTally(columns);
    }

    /** What the files add up to; empty if there are more than the limit. */
    Optional<FileTally> tally(PrunedManifests manifests) {
        // All of what may be deleted is to be known before the first data file.
        read(manifests.deletes(), this::readDeletes);
        read(manifests.data(), this::readData);
        return isOverLimit() ? Optional.empty() : Optional.of(total);
    }

    /** Reads one manifest. */
    private interface Reading {
        void read(ManifestFile manifest) throws IOException;
    }

    private void read(List<ManifestFile> manifests, Reading reading) {
        reads.all(manifests.stream()
                .<Supplier<Boolean>>map(manifest -> () -> readWithinLimit(manifest, reading))
                .toList());
    }

    private boolean readWithinLimit(ManifestFile manifest, Reading reading) {
        if (isOverLimit()) {
            return false;
        }
        try {
            reading.read(manifest);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read a manifest of " + request.table().name(), e);
        }
    }

    private boolean isOverLimit() {
        return seen.get() > maxFiles;
    }

    private void readDeletes(ManifestFile manifest) throws IOException {
        PartitionSpec spec = spec(manifest);
        Expression partitions =
                Projections.inclusive(spec, request.caseSensitive()).project(margins.may());
        try (ManifestReader<DeleteFile> reader =
                ManifestFiles.readDeleteManifest(manifest, request.table().io(), specs)) {
            for (DeleteFile file : reader.filterPartitions(partitions).caseSensitive(request.caseSensitive())) {
                if (seen.incrementAndGet() > maxFiles) {
                    return;
                }
                deletes.add(file);
            }
        }
    }

    private void readData(ManifestFile manifest) throws IOException {
        PartitionSpec spec = spec(manifest);
        WholeMatch match = new WholeMatch(request.schema(), spec, margins.must(), request.caseSensitive());
        FileTally tally = new FileTally(columns);
        boolean needsStatistics = !columns.isEmpty() || !margins.isAll();
        try (ManifestReader<DataFile> reader =
                ManifestFiles.read(manifest, request.table().io(), specs)) {
            for (DataFile file : reader.select(needsStatistics ? ENTRY_WITH_STATISTICS : ENTRY)
                    .filterRows(margins.may())
                    .caseSensitive(request.caseSensitive())) {
                if (seen.incrementAndGet() > maxFiles) {
                    return;
                }
                tally.add(file, match.holdsFor(file), deletes.applyingTo(file));
            }
        }
        synchronized (total) {
            total.add(tally);
        }
    }

    private PartitionSpec spec(ManifestFile manifest) {
        return Objects.requireNonNull(specs.get(manifest.partitionSpecId()), "the partitioning of a manifest");
    }
}
