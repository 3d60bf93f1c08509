package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.ScanTasks;

/**
 * A scan of a known statement.
 *
 * @param table which of the statement's tables it reads
 * @param columns of the table, by their names
 * @param names of the same columns in the statement's text
 */
record KnownScan(TableReference table, ScanTasks.Wish wish, List<String> columns, List<String> names) {
    KnownScan {
        columns = List.copyOf(columns);
        names = List.copyOf(names);
    }

    /** Its text over the files of the table's current snapshot, which is looked at as if it were read the first time. */
    String over(Table current, TableFiles files) throws Refusal {
        return files.from(wish.plan(current), columns, names);
    }
}
