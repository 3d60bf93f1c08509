package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The rules that plans were translated by, and the window functions in them. */
final class UsedRules {
    private final Set<String> names = new TreeSet<>();

    Set<String> names() {
        return names;
    }

    void add(LogicalPlan plan) {
        ScalaLists.toJava(plan.expressions()).forEach(this::add);
        ScalaLists.toJava(plan.children()).forEach(this::add);
    }

    private void add(Expression expression) {
        Rules.find(expression).ifPresent(rule -> names.add(rule.name()));
        if (expression instanceof AggregateExpression call) {
            AggregateRules.find(call.aggregateFunction()).ifPresent(rule -> names.add(rule.name()));
        }
        if (expression instanceof WindowExpression window) {
            names.add(window.windowFunction().prettyName());
        }
        if (expression instanceof SubqueryExpression subquery) {
            add(subquery.plan());
        }
        ScalaLists.toJava(expression.children()).forEach(this::add);
    }
}
