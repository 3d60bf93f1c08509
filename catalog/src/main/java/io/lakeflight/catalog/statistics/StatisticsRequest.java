package io.lakeflight.catalog.statistics;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of which table statistics are wanted of, and of which columns.
 *
 * <p>The filter means what SQL would mean by it: a comparison with null holds for no row, NaN is equal to itself and
 * greater than all other numbers. Literals are those that Iceberg makes of them for the column's type.
 *
 * @param table as the catalog loaded it for this statement
 * @param snapshot absent if the table has none
 * @param schema by which the filter's names and the columns are read
 * @param columns field ids of primitive columns, nested in structs or not, but not in lists and maps
 */
public record StatisticsRequest(
        Table table,
        @Nullable Snapshot snapshot,
        Schema schema,
        Expression filter,
        boolean caseSensitive,
        Set<Integer> columns) {
    public StatisticsRequest {
        Set<Integer> known = Column.of(schema).stream().map(Column::id).collect(Collectors.toSet());
        for (int id : columns) {
            if (!known.contains(id)) {
                throw new IllegalArgumentException(
                        "Table " + table.name() + " has no column with id " + id + " that statistics are kept of");
            }
        }
        // In order, so that what is told of them is too.
        columns = Collections.unmodifiableSet(new TreeSet<>(columns));
    }

    /** All rows of the table as it is now, and all columns. */
    public static StatisticsRequest current(Table table) {
        return of(table, table.currentSnapshot(), table.schema());
    }

    /**
     * All rows of a snapshot and all columns of the schema it was written with.
     *
     * @throws IllegalArgumentException if the table has no such snapshot
     */
    public static StatisticsRequest asOf(Table table, long snapshotId) {
        Snapshot snapshot = table.snapshot(snapshotId);
        if (snapshot == null) {
            throw new IllegalArgumentException("Table " + table.name() + " has no snapshot " + snapshotId
                    + " (it never had one, or it has expired; see its metadata table snapshots)");
        }
        return of(table, snapshot, SnapshotUtil.schemaFor(table, snapshotId));
    }

    private static StatisticsRequest of(Table table, @Nullable Snapshot snapshot, Schema schema) {
        Set<Integer> all = Column.of(schema).stream().map(Column::id).collect(Collectors.toSet());
        return new StatisticsRequest(table, snapshot, schema, Expressions.alwaysTrue(), true, all);
    }

    /** The same, of the rows that match. */
    public StatisticsRequest where(Expression rows, boolean namesAreCaseSensitive) {
        return new StatisticsRequest(table, snapshot, schema, rows, namesAreCaseSensitive, columns);
    }

    /** The same, of these columns only; none if there is no need of any, which may be quicker. */
    public StatisticsRequest ofColumns(Set<Integer> ids) {
        return new StatisticsRequest(table, snapshot, schema, filter, caseSensitive, ids);
    }
}
