package io.lakeflight.catalog.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** The manifests of a snapshot that may list files with rows that match, as the manifest list tells of them. */
record PrunedManifests(List<ManifestFile> data, List<ManifestFile> deletes) {
    static PrunedManifests of(
            Snapshot snapshot, FileIO files, Map<Integer, PartitionSpec> specs, Expression may, boolean caseSensitive) {
        Map<Integer, ManifestEvaluator> evaluators = new HashMap<>();
        Function<ManifestFile, ManifestEvaluator> evaluator = manifest -> evaluators.computeIfAbsent(
                manifest.partitionSpecId(), id -> ManifestEvaluator.forRowFilter(may, specs.get(id), caseSensitive));
        return new PrunedManifests(
                left(snapshot.dataManifests(files), evaluator), left(snapshot.deleteManifests(files), evaluator));
    }

    private static List<ManifestFile> left(
            List<ManifestFile> manifests, Function<ManifestFile, ManifestEvaluator> evaluator) {
        return manifests.stream()
                .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                .filter(manifest -> evaluator.apply(manifest).eval(manifest))
                .toList();
    }

    int size() {
        return data.size() + deletes.size();
    }

    /** Entries in these manifests; more if a count is missing. */
    long entries() {
        return Stream.concat(data.stream(), deletes.stream())
                .mapToLong(manifest -> orZero(manifest.addedFilesCount())
                        + orZero(manifest.existingFilesCount())
                        + orZero(manifest.deletedFilesCount()))
                .sum();
    }

    private static long orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /** Data files in these manifests; empty if a count is missing. */
    OptionalLong dataFiles() {
        return total(manifest -> sum(toLong(manifest.addedFilesCount()), toLong(manifest.existingFilesCount())));
    }

    /** Rows in these files; empty if a count is missing. */
    OptionalLong rows() {
        return total(manifest -> sum(manifest.addedRowsCount(), manifest.existingRowsCount()));
    }

    private OptionalLong total(Function<ManifestFile, @Nullable Long> figure) {
        long total = 0;
        for (ManifestFile manifest : data) {
            Long part = manifest.manifestDeletionVector() == null ? figure.apply(manifest) : null;
            if (part == null || part < 0) {
                return OptionalLong.empty();
            }
            total = FigureSum.sum(total, part);
        }
        return OptionalLong.of(total);
    }

    private static @Nullable Long toLong(@Nullable Integer count) {
        return count == null ? null : Long.valueOf(count);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }
}
