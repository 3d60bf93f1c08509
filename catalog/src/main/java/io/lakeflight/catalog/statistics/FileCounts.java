package io.lakeflight.catalog.statistics;

import java.util.Map;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * What a data file tells of the values of one column, in all of its rows.
 *
 * <p>A count that is missing may mean that the writer kept none, or that the column is not in the file; then its rows have
 * null, or the column's default. Either way nothing is known.
 */
record FileCounts(Figure nulls, Figure nans, Figure values) {
    static FileCounts of(Column column, DataFile file, long rows) {
        Long nulls = count(file.nullValueCounts(), column);
        Long all = count(file.valueCounts(), column);
        // Every row has one value, null or not, or the writer counts otherwise than we do.
        boolean counted = !column.nested() && all != null && all == rows;
        Figure nullFigure = figure(nulls, counted, rows);
        Figure values = new Figure(rows - nullFigure.most(), rows - nullFigure.estimate(), rows - nullFigure.least());
        return new FileCounts(nullFigure, nans(column, file, nullFigure.isExact(), values), values);
    }

    private static Figure figure(@Nullable Long count, boolean trusted, long most) {
        if (count == null) {
            return Figure.between(0, 0, most);
        }
        return trusted && count >= 0 && count <= most ? Figure.exactly(count) : Figure.between(0, count, most);
    }

    private static Figure nans(Column column, DataFile file, boolean counted, Figure values) {
        if (!column.isFloating()) {
            return Figure.ZERO;
        }
        return figure(count(file.nanValueCounts(), column), counted, values.most());
    }

    private static @Nullable Long count(@Nullable Map<Integer, Long> counts, Column column) {
        return counts == null ? null : counts.get(column.id());
    }

    /** Whether there surely is no value that a bound could be of. */
    boolean hasNoNumbers() {
        return values.most() == nans.least();
    }

    boolean hasNoNans() {
        return nans.most() == 0;
    }
}
