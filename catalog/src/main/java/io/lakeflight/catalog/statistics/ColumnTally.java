package io.lakeflight.catalog.statistics;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.jspecify.annotations.Nullable;

/** Adds up what data files tell of one column. */
final class ColumnTally {
    private final Column column;
    private final FigureSum nulls = new FigureSum();
    private final FigureSum nans = new FigureSum();
    private final FigureSum values = new FigureSum();
    private final BoundTally lower;
    private final BoundTally upper;

    ColumnTally(Column column) {
        this.column = column;
        this.lower = new BoundTally(column.order());
        this.upper = new BoundTally(column.order().reversed());
    }

    int id() {
        return column.id();
    }

    /** @param all whether every row of the file is counted: none is deleted, and all match */
    void add(DataFile file, long rows, boolean all) {
        FileCounts counts = FileCounts.of(column, file, rows);
        nulls.add(counts.nulls(), all);
        nans.add(counts.nans(), all);
        values.add(counts.values(), all);
        if (counts.values().most() > 0) {
            addBound(lower, file.lowerBounds(), file, counts, all);
            addBound(upper, file.upperBounds(), file, counts, all);
        }
    }

    private void addBound(
            BoundTally tally,
            @Nullable Map<Integer, ByteBuffer> bounds,
            DataFile file,
            FileCounts counts,
            boolean all) {
        if (counts.hasNoNumbers()) {
            tally.addNans();
            return;
        }
        Object bound = bounds == null ? null : column.bound(bounds.get(column.id()));
        tally.add(bound, all && counts.hasNoNans() && isValue(bound, file));
    }

    /** Whether the bound is a value of the file: metadata promises no more than that none is beyond. */
    private boolean isValue(@Nullable Object bound, DataFile file) {
        return bound != null
                && column.hasWholeBounds()
                // Iceberg gives ORC's timestamps in milliseconds; of other formats there are no bounds.
                && file.format() == FileFormat.PARQUET
                // Parquet's writers make any zero one of the sign that is farther out.
                && !(column.isFloating() && ((Number) bound).doubleValue() == 0.0);
    }

    void add(ColumnTally other) {
        nulls.add(other.nulls);
        nans.add(other.nans);
        values.add(other.values);
        lower.add(other.lower);
        upper.add(other.upper);
    }

    ColumnStatistics total() {
        return new ColumnStatistics(
                column.type(), nulls.total(), nans.total(), values.total(), lower.total(), upper.total(), null);
    }
}
