package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.constants.FreeConstants;
import io.lakeflight.engine.spark.fastlane.files.SnapshotFiles;
import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.spark.source.ScanTasks;

/**
 * A scan of a known statement.
 *
 * @param table which of the statement's tables it reads
 * @param columns of the table, by their names
 * @param names of the same columns in the statement's text
 * @param compared of columns of the table, free constants that they are compared with
 */
record KnownScan(
        TableReference table,
        ScanTasks.Wish wish,
        List<String> columns,
        List<String> names,
        Map<String, List<Integer>> compared) {
    KnownScan {
        columns = List.copyOf(columns);
        names = List.copyOf(names);
        compared = Map.copyOf(compared);
    }

    /** With other values of the free constants. */
    KnownScan with(FreeConstants free, List<Object> values) {
        Expression filter = FilterConstants.replaced(
                wish.filter(),
                (column, value) -> free.inFilter(compared.getOrDefault(column, List.of()), value, values));
        ScanTasks.Wish other = new ScanTasks.Wish(wish.projection(), filter, wish.caseSensitive());
        return new KnownScan(table, other, columns, names, compared);
    }

    /** Whether both look for the same, as far as what stands for the columns in texts is left aside. */
    boolean isLike(KnownScan other) {
        return table.equals(other.table)
                && columns.equals(other.columns)
                && wish.caseSensitive() == other.wish.caseSensitive()
                && wish.projection().sameSchema(other.wish.projection())
                && wish.filter().toString().equals(other.wish.filter().toString());
    }

    /** Its text over the files of the table's current snapshot, which is looked at as if it were read the first time. */
    String over(Table current, TableFiles files, SnapshotFiles snapshots) throws Refusal {
        return files.from(snapshots.plan(wish, current), columns, names);
    }
}
