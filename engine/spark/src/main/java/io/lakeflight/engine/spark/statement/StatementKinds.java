package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.spark.error.EngineException;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CompoundBody;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.execution.command.CreateFunctionCommand;
import org.apache.spark.sql.execution.command.CreateSQLFunctionCommand;
import org.apache.spark.sql.execution.command.CreateTableLikeCommand;
import org.apache.spark.sql.execution.command.CreateViewCommand;
import org.apache.spark.sql.execution.command.DropFunctionCommand;

/** Tells a statement's kind from its plan; by class name, because Spark has some two hundred commands. */
final class StatementKinds {
    private static final Set<String> SESSION = Set.of(
            "SetCommand",
            "ResetCommand",
            "SetCatalogCommand",
            "SetNamespaceCommand",
            "SetCatalogAndNamespace",
            "CreateTempViewUsing",
            "DropTempViewCommand",
            "RefreshTable",
            "RefreshTableCommand",
            "RefreshFunction",
            "RefreshFunctionCommand",
            "RefreshResource",
            "SetVariable",
            "CreateVariable",
            "DropVariable",
            "AddJarsCommand",
            "AddFilesCommand",
            "AddArchivesCommand");
    private static final Set<String> CACHING =
            Set.of("CacheTable", "CacheTableAsSelect", "UncacheTable", "ClearCacheCommand", "ClearCacheCommand$");
    private static final Set<String> DML = Set.of(
            "InsertIntoStatement",
            "InsertIntoDir",
            "AppendData",
            "OverwriteByExpression",
            "OverwritePartitionsDynamic",
            "CreateTableAsSelect",
            "ReplaceTableAsSelect",
            "UpdateTable",
            "DeleteFromTable",
            "MergeIntoTable",
            "TruncateTable",
            "TruncatePartition",
            "LoadData",
            "ReplaceData",
            "WriteDelta",
            "DeleteFromTableWithFilters");

    private StatementKinds() {}

    /** Refuses what Spark would run while analysing: nothing may be executed by an analysis. */
    static void refuseExecutingAnalysis(LogicalPlan parsed) {
        PlanNodes.forEach(parsed, node -> {
            if (node instanceof CompoundBody) {
                throw EngineException.unsupported("A SQL script (BEGIN … END)");
            }
            if (CACHING.contains(node.getClass().getSimpleName())) {
                // Spark's cache belongs to all sessions, outlives this one, and knows nothing of new snapshots.
                throw EngineException.unsupported("CACHE TABLE, UNCACHE TABLE or CLEAR CACHE");
            }
            if (node instanceof CreateTableLikeCommand) {
                throw CreateTableLike.refused();
            }
            if (node instanceof UnresolvedExecuteImmediate) {
                throw EngineException.unsupported("EXECUTE IMMEDIATE");
            }
        });
    }

    static StatementKind of(LogicalPlan parsed, LogicalPlan analyzed) {
        StatementKind kind = of(statement(parsed));
        // Only the analyser knows whether DROP VIEW means a temporary one.
        return kind == StatementKind.DDL ? of(analyzed) : kind;
    }

    /** A changelog view is a temporary view: it changes nothing but the session. */
    static StatementKind of(ProcedureCall call) {
        return call.name().equals("create_changelog_view") ? StatementKind.SESSION : StatementKind.PROCEDURE;
    }

    /** The statement below a leading WITH, and the first branch of a multiple INSERT. */
    static LogicalPlan statement(LogicalPlan parsed) {
        if (parsed instanceof UnresolvedWith with) {
            return statement(with.child());
        }
        if (parsed instanceof Union union && hasEffect(union.children().head())) {
            return union.children().head();
        }
        return parsed;
    }

    /** INSERT is no command to the parser; only the analyser makes one of it. */
    static boolean hasEffect(LogicalPlan statement) {
        return statement instanceof Command || statement instanceof InsertIntoStatement;
    }

    private static StatementKind of(LogicalPlan plan) {
        String name = plan.getClass().getSimpleName();
        if (DML.contains(name)) {
            return StatementKind.DML;
        }
        if (SESSION.contains(name) || isTemporary(plan)) {
            return StatementKind.SESSION;
        }
        if (!(plan instanceof Command) || isDescription(name)) {
            return StatementKind.QUERY;
        }
        return StatementKind.DDL;
    }

    private static boolean isDescription(String name) {
        return name.startsWith("Show")
                || name.startsWith("Describe")
                || name.startsWith("Explain")
                || name.startsWith("List");
    }

    private static boolean isTemporary(LogicalPlan plan) {
        if (plan instanceof CreateViewCommand view) {
            return !view.viewType().toString().startsWith("Persisted");
        }
        if (plan instanceof CreateFunctionCommand function) {
            return function.isTemp();
        }
        if (plan instanceof CreateSQLFunctionCommand function) {
            return function.isTemp();
        }
        return plan instanceof DropFunctionCommand function && function.isTemp();
    }
}
