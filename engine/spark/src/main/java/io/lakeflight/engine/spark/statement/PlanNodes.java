package io.lakeflight.engine.spark.statement;

import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.AnalysisOnlyCommand;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Visits every node of a plan, also those Spark hides: queries in subqueries and in commands already analysed. */
public final class PlanNodes {
    private PlanNodes() {}

    /** A node before its children. */
    public static void forEach(LogicalPlan plan, Consumer<LogicalPlan> visitor) {
        visitor.accept(plan);
        for (LogicalPlan child : ScalaLists.toJava(plan.children())) {
            forEach(child, visitor);
        }
        if (plan.children().isEmpty()) {
            forEachHidden(plan, visitor);
        }
        for (Expression expression : ScalaLists.toJava(plan.expressions())) {
            forEachSubquery(expression, visitor);
        }
    }

    private static void forEachHidden(LogicalPlan plan, Consumer<LogicalPlan> visitor) {
        if (plan instanceof AnalysisOnlyCommand command) {
            ScalaLists.toJava(command.childrenToAnalyze()).forEach(child -> forEach(child, visitor));
        } else {
            for (QueryPlan<?> inner : ScalaLists.toJava(plan.innerChildren())) {
                if (inner instanceof LogicalPlan logical) {
                    forEach(logical, visitor);
                }
            }
        }
    }

    private static void forEachSubquery(Expression expression, Consumer<LogicalPlan> visitor) {
        if (expression instanceof SubqueryExpression subquery) {
            forEach(subquery.plan(), visitor);
        }
        for (Expression child : ScalaLists.toJava(expression.children())) {
            forEachSubquery(child, visitor);
        }
    }
}
