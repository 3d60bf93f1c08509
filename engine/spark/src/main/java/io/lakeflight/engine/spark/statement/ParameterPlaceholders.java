package io.lakeflight.engine.spark.statement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;

/**
 * Finds out what type the analyser wants a parameter to have.
 *
 * <p>A placeholder of the null type takes the marker's place; type coercion then puts a cast round it, or round a column
 * made of it, and that cast names the type. A bound reference serves as placeholder: nothing else makes one before the
 * physical plan.
 */
final class ParameterPlaceholders {
    private static final int FIRST = 1_000_000;

    private final Map<Integer, DataType> types = new HashMap<>();
    private final Map<Long, Integer> columns = new HashMap<>();

    private ParameterPlaceholders() {}

    static Expression of(int ordinal) {
        return new BoundReference(FIRST + ordinal, DataTypes.NullType, true);
    }

    /** Types by ordinal, of those parameters a type was found for. */
    static Map<Integer, DataType> typesIn(LogicalPlan analyzed, int count) {
        ParameterPlaceholders found = new ParameterPlaceholders();
        int known;
        do {
            known = found.columns.size();
            PlanNodes.forEach(analyzed, found::follow);
        } while (found.columns.size() > known);
        PlanNodes.forEach(
                analyzed, node -> ScalaLists.toJava(node.expressions()).forEach(found::collect));
        return found.types;
    }

    private void follow(LogicalPlan node) {
        ScalaLists.toJava(node.expressions()).forEach(this::follow);
        if (node instanceof Union union && union.resolved()) {
            List<Attribute> outputs = ScalaLists.toJava(union.output());
            for (LogicalPlan child : ScalaLists.toJava(union.children())) {
                List<Attribute> inputs = ScalaLists.toJava(child.output());
                for (int index = 0; index < outputs.size(); index++) {
                    long output = outputs.get(index).exprId().id();
                    ordinal(inputs.get(index).exprId()).ifPresent(ordinal -> columns.putIfAbsent(output, ordinal));
                }
            }
        }
    }

    private void follow(Expression expression) {
        if (expression instanceof Alias alias) {
            ordinal(alias.child())
                    .ifPresent(ordinal -> columns.putIfAbsent(alias.exprId().id(), ordinal));
        }
        ScalaLists.toJava(expression.children()).forEach(this::follow);
    }

    private void collect(Expression expression) {
        if (expression instanceof Cast cast && !(cast.dataType() instanceof NullType)) {
            ordinal(cast.child()).ifPresent(ordinal -> types.putIfAbsent(ordinal, cast.dataType()));
        }
        ScalaLists.toJava(expression.children()).forEach(this::collect);
    }

    private Optional<Integer> ordinal(Expression expression) {
        if (expression instanceof BoundReference placeholder && placeholder.ordinal() >= FIRST) {
            return Optional.of(placeholder.ordinal() - FIRST);
        }
        return expression instanceof AttributeReference column ? ordinal(column.exprId()) : Optional.empty();
    }

    private Optional<Integer> ordinal(ExprId column) {
        return Optional.ofNullable(columns.get(column.id()));
    }
}
