package io.lakeflight.engine.spark.pruning;

import io.lakeflight.engine.spark.error.EngineException;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OverwriteByExpression;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RowLevelWrite;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Keeps comparisons of floating-point columns from tables where Iceberg would compare otherwise than Spark.
 *
 * <p>To Spark -0.0 equals 0.0, and NaN equals NaN and is the greatest value. Iceberg takes -0.0 for less than 0.0, and
 * its bounds of files, row groups and partitions know nothing of NaN; files of other writers need not even tell whether
 * they hold one. What Spark pushes down is therefore only what is the same to both ({@link FloatComparison#isExact});
 * anything else it compares itself, because it cannot push down {@code NormalizeNaNAndZero}, which changes no comparison.
 *
 * <p>The rule is part of the optimizer, before tables are asked for their scans: there conditions have arrived at the
 * tables they are about, constants are folded, and DELETE, UPDATE and MERGE are plans with conditions of their own.
 */
public final class FloatPruning extends Rule<LogicalPlan> {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        LogicalPlan node = plan.mapChildren(this::apply);
        if (node instanceof Filter filter && filter.child() instanceof DataSourceV2Relation) {
            return with(node, FloatComparison.exact(filter.condition()));
        }
        if (node instanceof RowLevelWrite write) {
            return mapped(node, write.condition(), forWrite(write.condition()));
        }
        if (node instanceof OverwriteByExpression overwrite) {
            requireExact(overwrite.deleteExpr());
        }
        if (node instanceof Aggregate aggregate
                && aggregate.groupingExpressions().isEmpty()
                && readsTable(aggregate.child())) {
            return node.mapExpressions(FloatExtreme::computed);
        }
        return node;
    }

    private static LogicalPlan with(LogicalPlan filter, Expression condition) {
        Filter old = (Filter) filter;
        return condition.fastEquals(old.condition()) ? filter : new Filter(condition, old.child());
    }

    private static LogicalPlan mapped(LogicalPlan node, Expression old, Expression condition) {
        return condition.fastEquals(old)
                ? node
                : node.mapExpressions(expression -> expression.fastEquals(old) ? condition : expression);
    }

    /**
     * A condition that finds files to rewrite, but never files to drop without a look into them: that they hold no NaN
     * is not known of files that other programs have written.
     */
    private static Expression forWrite(Expression condition) {
        if (FloatComparison.isKept(condition)) {
            return condition;
        }
        Expression kept = FloatComparison.kept(condition);
        Expression exact = FloatComparison.exact(condition);
        return exact.fastEquals(kept) ? kept : new And(exact, kept);
    }

    /** What is to be overwritten is told to Iceberg alone, by a condition; nothing can be compared by Spark. */
    private static void requireExact(Expression condition) {
        if (!FloatComparison.isPartition(condition)
                && !FloatComparison.kept(condition).fastEquals(condition)) {
            throw EngineException.user(
                    "FEATURE_NOT_SUPPORTED",
                    "0A000",
                    "Rows cannot be replaced by a comparison of a FLOAT or DOUBLE column: DELETE them, then INSERT");
        }
    }

    private static boolean readsTable(LogicalPlan plan) {
        LogicalPlan node = plan;
        while (node instanceof Project || node instanceof Filter) {
            node = node.children().head();
        }
        return node instanceof DataSourceV2Relation;
    }
}
