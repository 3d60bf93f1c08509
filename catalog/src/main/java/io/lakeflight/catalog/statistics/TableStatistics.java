package io.lakeflight.catalog.statistics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What metadata tells of the rows of a table at a snapshot that match a filter.
 *
 * @param snapshotId absent for a table that has none, which is empty
 * @param schemaId the schema that the filter and the columns are read by
 * @param rows rows that match and are not deleted
 * @param files data files that are left after pruning
 * @param bytes their size
 * @param columns by field id
 */
public record TableStatistics(
        @Nullable Long snapshotId,
        int schemaId,
        Basis basis,
        Figure rows,
        Figure files,
        Figure bytes,
        Deletes deletes,
        Map<Integer, ColumnStatistics> columns) {
    /** What was looked at. */
    public enum Basis {
        /** The entry of every file that the filter leaves. */
        FILES,
        /** Totals of manifests and of the snapshot, since nothing but totals was asked for. */
        TOTALS,
        /** The same, since there are more manifests or files than the configuration allows to look at. */
        LIMITED
    }

    /**
     * What may take rows away from the files that are left. There is none for sure only if all are exactly zero.
     *
     * @param positionFiles files of deleted positions
     * @param equalityFiles files of deleted values
     * @param vectors deletion vectors
     * @param bytes of all these
     */
    public record Deletes(Figure positionFiles, Figure equalityFiles, Figure vectors, Figure bytes) {
        static final Deletes NONE = new Deletes(Figure.ZERO, Figure.ZERO, Figure.ZERO, Figure.ZERO);
        static final Deletes UNKNOWN = new Deletes(Figure.UNKNOWN, Figure.UNKNOWN, Figure.UNKNOWN, Figure.UNKNOWN);
    }

    public TableStatistics {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    TableStatistics mapColumns(BiFunction<Integer, ColumnStatistics, ColumnStatistics> change) {
        Map<Integer, ColumnStatistics> changed = new LinkedHashMap<>(columns);
        changed.replaceAll(change);
        return new TableStatistics(snapshotId, schemaId, basis, rows, files, bytes, deletes, changed);
    }
}
