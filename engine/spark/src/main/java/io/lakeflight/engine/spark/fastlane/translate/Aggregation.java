package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Expand;

/**
 * GROUP BY, as three queries: the lowest computes keys and arguments as columns, the next one groups and calls DuckDB's
 * functions on columns alone, the last one makes of both what Spark's expressions say. One for each node.
 */
final class Aggregation {
    private final Plans plans;
    private final Aggregate aggregate;
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> calls = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();

    Aggregation(Plans plans, Aggregate aggregate) {
        this.plans = plans;
        this.aggregate = aggregate;
    }

    Relation translate() throws Refusal {
        Relation child = plans.translate(aggregate.child());
        Expressions in = Expressions.over(plans, child);
        Expressions result = new Expressions(plans, List.of(), true);
        for (Expression key : ScalaLists.toJava(aggregate.groupingExpressions())) {
            String column = input(key(key, in));
            keys.add(column);
            result.compute(key, column);
        }
        for (NamedExpression expression : ScalaLists.toJava(aggregate.aggregateExpressions())) {
            computeCalls((Expression) expression, in, result);
        }
        List<String> items = plans.items(ScalaLists.toJava(aggregate.aggregateExpressions()), result);
        String grouped = "(" + grouped(in.from(child.from(plans.names().next("t")))) + ") AS "
                + plans.names().next("t");
        List<Attribute> output = ScalaLists.toJava(aggregate.output());
        return Relation.unordered("SELECT " + String.join(", ", items) + " FROM " + result.from(grouped), output);
    }

    /** DuckDB has one group for NaNs, and for both zeros, but shows any of the zeros. */
    private static String key(Expression key, Expressions in) throws Refusal {
        DuckTypes.of(key.dataType());
        return DuckTypes.isFloating(key.dataType())
                ? Texts.withoutMinusZero(in.once(key), key.dataType())
                : in.sql(key);
    }

    private String input(String sql) {
        return inputs.computeIfAbsent(sql, text -> plans.names().next("x"));
    }

    private void computeCalls(Expression expression, Expressions in, Expressions result) throws Refusal {
        if (expression instanceof AggregateExpression call) {
            result.compute(call, call(call, in));
            return;
        }
        for (Expression child : ScalaLists.toJava(expression.children())) {
            computeCalls(child, in, result);
        }
    }

    private String call(AggregateExpression expression, Expressions in) throws Refusal {
        AggregateFunction function = expression.aggregateFunction();
        DuckTypes.of(function.dataType());
        String filter = expression.filter().isEmpty()
                ? ""
                : " FILTER (WHERE " + input(in.sql(expression.filter().get())) + ")";
        Group group = new Group(in, expression.isDistinct(), filter);
        if (function instanceof First first && isOnlyOneOfGroup(first, expression)) {
            return group.callOfAll("any_value", group.argument(first.child()));
        }
        AggregateRule<?> rule = AggregateRules.find(function)
                .orElseThrow(() -> new Refusal("aggregate " + function.prettyName() + types(function)));
        return rule.sql(function, group);
    }

    private static String types(AggregateFunction function) {
        return function.children().isEmpty()
                ? ""
                : " of " + function.children().head().dataType().simpleString();
    }

    /** Whether Spark wrote this one, to put the parts of several DISTINCTs together: there is one value in a group. */
    private boolean isOnlyOneOfGroup(First first, AggregateExpression expression) {
        return first.ignoreNulls()
                && aggregate.child() instanceof Aggregate below
                && below.child() instanceof Expand
                && expression.filter().isDefined()
                && expression.filter().get() instanceof EqualTo equal
                && equal.left() instanceof Attribute attribute
                && attribute.name().equals("gid");
    }

    private String grouped(String from) throws Refusal {
        List<String> columns = new ArrayList<>();
        inputs.forEach((sql, name) -> columns.add(sql + " AS " + name));
        String rows = columns.isEmpty()
                ? from
                : "(SELECT " + String.join(", ", columns) + " FROM " + from + ") AS "
                        + plans.names().next("t");
        List<String> items = new ArrayList<>(keys.stream().distinct().toList());
        calls.forEach((sql, name) -> items.add(sql + " AS " + name));
        if (items.isEmpty()) {
            // Nothing is asked of the one group, which is there all the same.
            items.add("count(*) AS none");
        }
        String groupBy = keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
        String selected = String.join(", ", items);
        int lists = (int)
                calls.keySet().stream().filter(call -> call.startsWith("list(")).count();
        if (lists == 0) {
            return "SELECT " + selected + " FROM " + rows + groupBy;
        }
        SortedGroups sorted = new SortedGroups(plans.names(), lists);
        return sorted.guarded(selected, "FROM " + sorted.from(rows) + groupBy);
    }

    /** Calls over a group. */
    private final class Group implements Calls {
        private final Expressions in;
        private final boolean isDistinct;
        private final String filter;

        Group(Expressions in, boolean isDistinct, String filter) {
            this.in = in;
            this.isDistinct = isDistinct;
            this.filter = filter;
        }

        @Override
        public String argument(Expression argument) throws Refusal {
            DuckTypes.of(argument.dataType());
            return input(in.sql(argument));
        }

        @Override
        public String call(String function, String argument) {
            return column(function + "(" + (isDistinct ? "DISTINCT " : "") + argument + ")" + filter);
        }

        @Override
        public String callOfAll(String function, String argument) {
            return column(function + "(" + argument + ")" + filter);
        }

        private String column(String sql) {
            return calls.computeIfAbsent(sql, text -> plans.names().next("a"));
        }

        @Override
        public TranslationSettings settings() {
            return plans.settings();
        }

        @Override
        public boolean isDistinct() {
            return isDistinct;
        }
    }
}
