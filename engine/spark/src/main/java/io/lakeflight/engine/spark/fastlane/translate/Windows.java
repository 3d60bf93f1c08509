package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Percentile;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import scala.collection.immutable.Seq;

/**
 * Window functions, as three queries like those of {@link Aggregation}: the lowest one computes keys and arguments, the
 * next one calls DuckDB's functions, the last one makes of both what Spark's expressions say. One for each node.
 */
final class Windows {
    private final Plans plans;
    private final Window window;
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> calls = new LinkedHashMap<>();

    Windows(Plans plans, Window window) {
        this.plans = plans;
        this.window = window;
    }

    Relation translate() throws Refusal {
        Relation child = plans.translate(window.child());
        Expressions in = Expressions.over(plans, child);
        Expressions result = Expressions.over(plans, child);
        List<NamedExpression> expressions = ScalaLists.toJava(window.windowExpressions());
        for (NamedExpression expression : expressions) {
            computeCalls((Expression) expression, in, result);
        }
        Set<String> items = new LinkedHashSet<>(child.output().isEmpty() ? List.of() : child.columns());
        items.addAll(plans.items(expressions, result));
        String rows = "(SELECT *" + columns(inputs) + " FROM "
                + in.from(child.from(plans.names().next("t"))) + ") AS "
                + plans.names().next("t");
        String called = "(SELECT *" + columns(calls) + " FROM " + rows + ") AS "
                + plans.names().next("t");
        List<Attribute> output = ScalaLists.toJava(window.output());
        return Relation.unordered("SELECT " + String.join(", ", items) + " FROM " + result.from(called), output);
    }

    private static String columns(Map<String, String> named) {
        StringBuilder columns = new StringBuilder();
        named.forEach(
                (sql, name) -> columns.append(", ").append(sql).append(" AS ").append(name));
        return columns.toString();
    }

    private String input(String sql) {
        return inputs.computeIfAbsent(sql, text -> plans.names().next("x"));
    }

    private void computeCalls(Expression expression, Expressions in, Expressions result) throws Refusal {
        if (expression instanceof WindowExpression call) {
            DuckTypes.of(call.dataType());
            result.compute(call, call(call, in));
            return;
        }
        for (Expression child : ScalaLists.toJava(expression.children())) {
            computeCalls(child, in, result);
        }
    }

    private String call(WindowExpression expression, Expressions in) throws Refusal {
        checkOrder(expression.windowSpec());
        Over over = new Over(in, keys(expression.windowSpec(), in), WindowFrames.sql(expression.windowSpec()));
        Expression function = expression.windowFunction();
        if (!(function instanceof AggregateExpression call)) {
            return WindowRules.sql(function, over);
        }
        if (call.isDistinct() || call.filter().isDefined()) {
            throw new Refusal("DISTINCT or FILTER in a window");
        }
        if (call.aggregateFunction() instanceof Percentile) {
            throw new Refusal("aggregate percentile in a window");
        }
        over.checkFrame();
        Optional<String> outermost = WindowRules.outermost(call.aggregateFunction(), expression.windowSpec(), over);
        if (outermost.isPresent()) {
            return outermost.get();
        }
        AggregateRule<?> rule = AggregateRules.find(call.aggregateFunction())
                .orElseThrow(() ->
                        new Refusal("aggregate " + call.aggregateFunction().prettyName() + " in a window"));
        return rule.sql(call.aggregateFunction(), over);
    }

    /** Spark sorts by the node's keys; they have always been the function's. */
    private void checkOrder(WindowSpecDefinition spec) throws Refusal {
        if (!areSame(window.orderSpec(), spec.orderSpec())) {
            throw new Refusal("a window of several orders");
        }
    }

    private static boolean areSame(Seq<? extends Expression> left, Seq<? extends Expression> right) {
        return canonical(left).equals(canonical(right));
    }

    private static List<Expression> canonical(Seq<? extends Expression> expressions) {
        List<Expression> canonical = new ArrayList<>();
        for (Expression expression : ScalaLists.toJava(expressions)) {
            canonical.add(expression.canonicalized());
        }
        return canonical;
    }

    private String keys(WindowSpecDefinition spec, Expressions in) throws Refusal {
        List<String> partition = new ArrayList<>();
        // Not the function's: if it is in a subquery that Spark has moved, the node has more.
        for (Expression key : ScalaLists.toJava(window.partitionSpec())) {
            DuckTypes.of(key.dataType());
            String sql = in.once(key);
            partition.add(
                    input(DuckTypes.isFloating(key.dataType()) ? Texts.withoutMinusZero(sql, key.dataType()) : sql));
        }
        List<String> order = new ArrayList<>();
        for (SortOrder key : ScalaLists.toJava(spec.orderSpec())) {
            order.add(input(Sorting.key(key, in)) + Sorting.direction(key));
        }
        return (partition.isEmpty() ? "" : "PARTITION BY " + String.join(", ", partition))
                + (order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order));
    }

    /** Calls over a window. */
    final class Over implements Calls {
        private final Expressions in;
        private final String keys;
        private final WindowFrames.Frame frame;

        Over(Expressions in, String keys, WindowFrames.Frame frame) {
            this.in = in;
            this.keys = keys;
            this.frame = frame;
        }

        @Override
        public String argument(Expression argument) throws Refusal {
            DuckTypes.of(argument.dataType());
            return input(in.sql(argument));
        }

        @Override
        public String call(String function, String argument) {
            return column(function + "(" + argument + ") OVER (" + keys + frame.sql() + ")");
        }

        @Override
        public String callOfAll(String function, String argument) {
            return call(function, argument);
        }

        /** Refuses aggregates over frames that are not proven. */
        void checkFrame() throws Refusal {
            frame.check();
        }

        /** For functions that have no frame. */
        String callOfPartition(String function, String arguments) {
            return column(function + "(" + arguments + ") OVER (" + keys + ")");
        }

        private String column(String sql) {
            return calls.computeIfAbsent(sql, text -> plans.names().next("w"));
        }

        @Override
        public TranslationSettings settings() {
            return plans.settings();
        }

        @Override
        public boolean isDistinct() {
            return false;
        }
    }
}
