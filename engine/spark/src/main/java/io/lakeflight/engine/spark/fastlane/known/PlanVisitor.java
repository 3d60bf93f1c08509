package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.statement.ScalaLists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Asks of every node of a plan and every expression in it, those within WITH and in subqueries too, whether all are right. */
interface PlanVisitor {
    boolean isRight(LogicalPlan node);

    boolean isRight(Expression expression);

    static boolean areAllRight(QueryPlan<?> plan, PlanVisitor visitor) {
        return plan instanceof LogicalPlan node
                && visitor.isRight(node)
                && ScalaLists.toJava(node.children()).stream().allMatch(child -> areAllRight(child, visitor))
                && ScalaLists.toJava(node.innerChildren()).stream().allMatch(child -> areAllRight(child, visitor))
                && ScalaLists.toJava(node.expressions()).stream().allMatch(part -> areAllRight(part, visitor));
    }

    private static boolean areAllRight(Expression expression, PlanVisitor visitor) {
        return visitor.isRight(expression)
                && (!(expression instanceof PlanExpression<?> subquery) || areAllRight(subquery.plan(), visitor))
                && ScalaLists.toJava(expression.children()).stream().allMatch(child -> areAllRight(child, visitor));
    }
}
