package io.lakeflight.catalog.statistics;

import io.lakeflight.catalog.statistics.TableStatistics.Deletes;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.iceberg.DataFile;

/** Adds up what the entries of data files tell. */
final class FileTally {
    private final List<ColumnTally> columns;
    private final Set<DeleteGroup> deletes = Collections.newSetFromMap(new IdentityHashMap<>());
    private long files;
    private long bytes;
    private long rows;
    /** Of the rows those that match for sure, unless they are deleted by position. */
    private long wholeRows;

    FileTally(List<Column> columns) {
        this.columns = columns.stream().map(ColumnTally::new).toList();
    }

    /**
     * Counts a file that may have rows that match.
     *
     * @param whole whether all its rows match
     * @param applying what may delete some of them
     */
    void add(DataFile file, boolean whole, Set<DeleteGroup> applying) {
        files++;
        bytes = FigureSum.sum(bytes, Math.max(0, file.fileSizeInBytes()));
        if (file.recordCount() == 0) {
            return;
        }
        // Importers of Avro files did not know the number.
        boolean counted = file.recordCount() > 0;
        long inFile = counted ? file.recordCount() : Long.MAX_VALUE;
        rows = FigureSum.sum(rows, inFile);
        if (whole && counted && applying.stream().noneMatch(DeleteGroup::hasEqualityFiles)) {
            wholeRows = FigureSum.sum(wholeRows, inFile);
        }
        deletes.addAll(applying);
        boolean all = whole && counted && applying.isEmpty();
        columns.forEach(column -> column.add(file, inFile, all));
    }

    /** Counts in what another tally has of the same columns. */
    void add(FileTally other) {
        files += other.files;
        bytes = FigureSum.sum(bytes, other.bytes);
        rows = FigureSum.sum(rows, other.rows);
        wholeRows = FigureSum.sum(wholeRows, other.wholeRows);
        deletes.addAll(other.deletes);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(other.columns.get(i));
        }
    }

    Figure rows() {
        if (deletes.isEmpty()) {
            return Figure.between(wholeRows, rows, rows);
        }
        long deleted = total(DeleteGroup::positions);
        // Where anything may be deleted nothing is proven, whatever a delete file says of itself.
        long least = Math.max(0, wholeRows - Math.max(1, deleted));
        return Figure.between(least, rows - deleted, rows);
    }

    Figure files() {
        return Figure.exactly(files);
    }

    Figure bytes() {
        return Figure.exactly(bytes);
    }

    Deletes deletes() {
        return new Deletes(
                Figure.exactly(total(DeleteGroup::positionFiles)),
                Figure.exactly(total(DeleteGroup::equalityFiles)),
                Figure.exactly(total(DeleteGroup::vectors)),
                Figure.exactly(total(DeleteGroup::bytes)));
    }

    private long total(ToLongFunction<DeleteGroup> figure) {
        return deletes.stream().mapToLong(figure).reduce(0, FigureSum::sum);
    }

    Map<Integer, ColumnStatistics> columns() {
        Map<Integer, ColumnStatistics> totals = new LinkedHashMap<>();
        columns.forEach(column -> totals.put(column.id(), column.total()));
        return totals;
    }
}
