package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.plans.logical.AppendData;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ReplaceData;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.MergeRowsExec;

/**
 * How many rows a statement inserted, updated and deleted.
 *
 * <p>Snapshot summaries tell it exactly, with two exceptions. Copy-on-write adds as many records as it removes when it
 * updates, whether it changed them or only moved them; and records already marked deleted count again when their file
 * goes. Both are counted by a query of their own before the statement runs.
 */
final class AffectedRows {
    private static final long UNKNOWN = -1;

    private AffectedRows() {}

    /** Counts what only a query can tell; empty if the summary will do. */
    static OptionalLong countBefore(EngineSession session, AnalyzedStatement statement) {
        String command = statement.commandName();
        boolean update = command.equals("UpdateTable");
        if (!update && !command.equals("DeleteFromTable")) {
            return OptionalLong.empty();
        }
        if (!(statement.plan() instanceof ReplaceData replace)
                || !(replace.originalTable() instanceof DataSourceV2Relation table)
                || (!update && !hasDeletes(table))) {
            return OptionalLong.empty();
        }
        LogicalPlan affected = new Project(ScalaLists.of(), new Filter(replace.condition(), table));
        return OptionalLong.of(Dataset.ofRows(session.spark(), affected).count());
    }

    private static boolean hasDeletes(DataSourceV2Relation relation) {
        if (!(relation.table() instanceof SparkTable table)) {
            return false;
        }
        Snapshot snapshot = table.table().currentSnapshot();
        return snapshot != null && number(snapshot.summary(), "total-delete-files") > 0;
    }

    static long after(
            AnalyzedStatement statement,
            OptionalLong counted,
            List<Map<String, String>> commits,
            List<SparkPlan> executed) {
        if (statement.kind() != StatementKind.DML) {
            return 0;
        }
        if (counted.isPresent()) {
            return counted.getAsLong();
        }
        String command = statement.commandName();
        // Spark turns a MERGE that only inserts into an append, whose summary tells all.
        if (command.equals("MergeIntoTable") && !(statement.plan() instanceof AppendData)) {
            return executed.stream().mapToLong(AffectedRows::merged).sum();
        }
        if (commits.isEmpty()) {
            return statement.writesIceberg() ? 0 : UNKNOWN;
        }
        return switch (command) {
            case "DeleteFromTable", "TruncateTable", "TruncatePartition" ->
                commits.stream().mapToLong(AffectedRows::deleted).sum();
            default ->
                commits.stream()
                        .mapToLong(summary -> number(summary, "added-records"))
                        .sum();
        };
    }

    private static long deleted(Map<String, String> summary) {
        long inFiles = number(summary, "deleted-records") - number(summary, "added-records");
        return inFiles + number(summary, "added-position-deletes") - number(summary, "removed-position-deletes");
    }

    private static long merged(SparkPlan plan) {
        if (plan instanceof MergeRowsExec merge) {
            return metric(merge, "numTargetRowsInserted")
                    + metric(merge, "numTargetRowsUpdated")
                    + metric(merge, "numTargetRowsDeleted");
        }
        if (plan instanceof AdaptiveSparkPlanExec adaptive) {
            return merged(adaptive.executedPlan());
        }
        if (plan instanceof QueryStageExec stage) {
            return merged(stage.plan());
        }
        return ScalaLists.toJava(plan.children()).stream()
                .mapToLong(AffectedRows::merged)
                .sum();
    }

    private static long metric(SparkPlan plan, String name) {
        return plan.metrics().get(name).map(metric -> (Long) metric.value()).getOrElse(() -> 0L);
    }

    private static long number(Map<String, String> summary, String key) {
        return Long.parseLong(summary.getOrDefault(key, "0"));
    }
}
