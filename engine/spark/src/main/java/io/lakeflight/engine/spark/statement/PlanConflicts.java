package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.protocol.StatementKind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.spark.source.SparkChangelogTable;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.plans.logical.AppendData;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * What of an analysed plan the maintenance of its tables could spoil.
 *
 * @param readsHistory whether it reads snapshots that may not be current, whose files expiry deletes
 * @param rewritesRows whether it replaces rows that are there, which fails if their files are compacted meanwhile
 */
record PlanConflicts(boolean readsHistory, boolean rewritesRows) {
    /** Parts of names of options by which a table is read at another snapshot. */
    private static final Set<String> SELECTING = Set.of("snapshot", "timestamp", "branch", "tag");

    private static final Set<Class<?>> ADDING = Set.of(AppendData.class, CreateTableAsSelect.class);

    static PlanConflicts of(LogicalPlan analyzed, StatementKind kind) {
        boolean[] history = {false};
        boolean[] rewrites = {false};
        PlanNodes.forEach(analyzed, node -> {
            history[0] |= node instanceof DataSourceV2Relation relation && isHistory(relation);
            rewrites[0] |= kind == StatementKind.DML && isRewrite(node);
        });
        return new PlanConflicts(history[0], rewrites[0]);
    }

    private static boolean isRewrite(LogicalPlan node) {
        return node instanceof DeleteFromTable || (node instanceof V2WriteCommand && !ADDING.contains(node.getClass()));
    }

    private static boolean isHistory(DataSourceV2Relation relation) {
        Table table = relation.table();
        if (table instanceof SparkChangelogTable) {
            return true;
        }
        return table instanceof SparkTable iceberg && (isNotCurrent(iceberg) || isSelected(relation));
    }

    private static boolean isNotCurrent(SparkTable table) {
        if (table.table() instanceof BaseMetadataTable) {
            return true;
        }
        if (table.branch() != null && !table.branch().equals(SnapshotRef.MAIN_BRANCH)) {
            return true;
        }
        Snapshot current = table.table().currentSnapshot();
        return !Objects.equals(table.snapshotId(), current == null ? null : current.snapshotId());
    }

    private static boolean isSelected(DataSourceV2Relation relation) {
        List<String> options = relation.options().asCaseSensitiveMap().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return options.stream().anyMatch(name -> SELECTING.stream().anyMatch(name::contains));
    }
}
