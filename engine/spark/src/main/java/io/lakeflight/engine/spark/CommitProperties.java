package io.lakeflight.engine.spark;

import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateProperties;
import org.apache.spark.sql.connector.catalog.TableChange;

/**
 * Properties every commit to a table reads, and fails if one is no number.
 *
 * <p>The server refuses such values, but tables may have come with them. Iceberg's transactions, by which Spark alters
 * tables, fail like any commit; its own change of properties is the one that goes on without them.
 */
final class CommitProperties {
    private static final Set<String> NAMES = Set.of(
            TableProperties.COMMIT_NUM_RETRIES,
            TableProperties.COMMIT_MIN_RETRY_WAIT_MS,
            TableProperties.COMMIT_MAX_RETRY_WAIT_MS,
            TableProperties.COMMIT_TOTAL_RETRY_TIME_MS);

    private CommitProperties() {}

    static boolean isOne(TableChange change) {
        if (change instanceof TableChange.SetProperty set) {
            return NAMES.contains(set.property());
        }
        return change instanceof TableChange.RemoveProperty removal && NAMES.contains(removal.property());
    }

    /** Makes changes that are all of such properties. */
    static void change(Table table, TableChange... changes) {
        UpdateProperties update = table.updateProperties();
        for (TableChange change : changes) {
            if (change instanceof TableChange.SetProperty set) {
                update.set(set.property(), set.value());
            } else if (change instanceof TableChange.RemoveProperty removal) {
                update.remove(removal.property());
            }
        }
        update.commit();
    }
}
