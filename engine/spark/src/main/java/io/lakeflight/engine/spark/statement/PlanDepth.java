package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;

/**
 * How deep a parsed statement is. Spark's own passes recurse, and its generated code grows with the square of an
 * expression's depth until the engine's memory is full.
 */
final class PlanDepth {
    private static final int DEEPEST = 1_500;

    private record Visit(TreeNode<?> node, int depth) {}

    private PlanDepth() {}

    static void refuseTooDeep(LogicalPlan plan) {
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(plan, 1));
        while (!open.isEmpty()) {
            Visit visit = open.pop();
            if (visit.depth() > DEEPEST) {
                throw EngineException.user(
                        "STATEMENT_TOO_DEEP",
                        "54001",
                        "The statement is too complex: its operators are nested more than " + DEEPEST + " deep");
            }
            int below = visit.depth() + 1;
            for (Object child : ScalaLists.toJava(visit.node().children())) {
                open.push(new Visit((TreeNode<?>) child, below));
            }
            if (visit.node() instanceof LogicalPlan operator) {
                for (Expression expression : ScalaLists.toJava(operator.expressions())) {
                    open.push(new Visit(expression, below));
                }
            }
            if (visit.node() instanceof SubqueryExpression subquery) {
                open.push(new Visit(subquery.plan(), below));
            }
        }
    }
}
