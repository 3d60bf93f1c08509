package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.fastlane.constants.Scope.Source;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionDef;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionId;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionRef;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.With;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * What the conditions of a plan say of columns: which are compared with constants as they are, which are compared with each
 * other, and of which something else is said.
 *
 * <p>The optimizer carries a comparison with a constant to other places, and to columns that are equal; and a constant to
 * where the column is compared that is equal to it. It looks at the constant's value where it finds it compared with another
 * one, in a function, in a cast, or within a partition's bounds.
 */
final class Conditions implements PlanColumns.Visitor {
    /** As many as Spark leaves in a list by its own settings; it makes an unordered set of more. */
    private static final int LONGEST_LIST = 10;

    private final List<Comparison> comparisons = new ArrayList<>();
    private final Set<Long> entangled = new HashSet<>();
    private final Map<Long, Long> linked = new HashMap<>();

    /** A column as it is, compared with what Spark computes when it optimises. */
    record Comparison(long column, Expression constant) {}

    List<Comparison> comparisons() {
        return comparisons;
    }

    /** One for all columns that are compared with each other. */
    long group(long column) {
        long group = column;
        while (linked.containsKey(group)) {
            group = linked.get(group);
        }
        return group;
    }

    /** The groups of columns whose constants may be looked at. */
    Set<Long> entangled() {
        Set<Long> groups = new HashSet<>();
        entangled.forEach(column -> groups.add(group(column)));
        return groups;
    }

    @Override
    public void table(DataSourceV2Relation relation) {
        if (!(relation.table() instanceof SparkTable iceberg)) {
            ScalaLists.toJava(relation.output())
                    .forEach(attribute -> entangled.add(attribute.exprId().id()));
            return;
        }
        Set<Integer> partitioning = sources(iceberg.table());
        for (Attribute attribute : ScalaLists.toJava(relation.output())) {
            Types.NestedField field = iceberg.table().schema().findField(attribute.name());
            if (field == null || partitioning.contains(field.fieldId())) {
                entangled.add(attribute.exprId().id());
            }
        }
    }

    private static Set<Integer> sources(Table table) {
        Set<Integer> sources = new HashSet<>();
        table.specs().values().forEach(spec -> spec.fields().forEach(field -> sources.add(field.sourceId())));
        return sources;
    }

    @Override
    public void condition(Expression condition, Scope scope) throws UnsureException {
        if (condition instanceof And || condition instanceof Or || condition instanceof Not) {
            for (Expression part : ScalaLists.toJava(condition.children())) {
                condition(part, scope);
            }
        } else if (condition instanceof RuntimeReplaceable replaced) {
            condition(replaced.replacement(), scope);
        } else if (condition instanceof With with) {
            with(with, scope);
        } else if (condition instanceof BinaryComparison comparison) {
            comparison(comparison, scope);
        } else if (condition instanceof In in) {
            in(in, scope);
        } else if (!isAboutNull(condition, scope)) {
            entangle(condition, scope);
        }
    }

    /** What BETWEEN becomes, for its operand to be computed once; a column as it is is not computed. */
    private void with(With with, Scope scope) throws UnsureException {
        Map<CommonExpressionId, Expression> columns = new HashMap<>();
        for (CommonExpressionDef defined : ScalaLists.toJava(with.defs())) {
            if (!isSame(defined.child(), scope)) {
                entangle(with, scope);
                return;
            }
            columns.put(defined.id(), defined.child());
        }
        condition(inPlace(with.child(), columns), scope);
    }

    private static Expression inPlace(Expression expression, Map<CommonExpressionId, Expression> columns)
            throws UnsureException {
        if (expression.exists(part -> part instanceof With)) {
            throw new UnsureException("WITH within WITH");
        }
        return replaced(expression, columns);
    }

    private static Expression replaced(Expression expression, Map<CommonExpressionId, Expression> columns) {
        return expression instanceof CommonExpressionRef reference
                ? Objects.requireNonNull(columns.get(reference.id()))
                : expression.mapChildren(child -> replaced(child, columns));
    }

    private void entangle(Expression expression, Scope scope) throws UnsureException {
        entangled.addAll(scope.madeOf(expression).columns());
    }

    private static boolean isAboutNull(Expression condition, Scope scope) throws UnsureException {
        return (condition instanceof IsNull || condition instanceof IsNotNull)
                && isSame(condition.children().head(), scope);
    }

    private static boolean isSame(Expression expression, Scope scope) throws UnsureException {
        return expression instanceof AttributeReference attribute
                && scope.of(attribute).isSame();
    }

    private void comparison(BinaryComparison comparison, Scope scope) throws UnsureException {
        Expression left = comparison.left();
        Expression right = comparison.right();
        if (!left.dataType().equals(right.dataType())) {
            entangle(comparison, scope);
        } else if (isSame(left, scope) && isSame(right, scope)) {
            // Where one of them is equal to a constant, the other is compared with that in its stead.
            link(column(left, scope), column(right, scope));
        } else if (isSame(left, scope) && right.foldable()) {
            comparisons.add(new Comparison(column(left, scope), right));
        } else if (isSame(right, scope) && left.foldable()) {
            comparisons.add(new Comparison(column(right, scope), left));
        } else {
            entangle(comparison, scope);
        }
    }

    private static long column(Expression same, Scope scope) throws UnsureException {
        Source source = scope.of((AttributeReference) same);
        return source.columns().iterator().next();
    }

    private void link(long one, long other) {
        long group = group(one);
        if (group != group(other)) {
            linked.put(group, group(other));
        }
    }

    private void in(In in, Scope scope) throws UnsureException {
        List<Expression> list = ScalaLists.toJava(in.list());
        boolean isPlain = isSame(in.value(), scope)
                && list.size() <= LONGEST_LIST
                && list.stream()
                        .allMatch(element -> element.foldable()
                                && element.dataType().equals(in.value().dataType()));
        if (!isPlain) {
            entangle(in, scope);
            return;
        }
        long column = column(in.value(), scope);
        list.forEach(element -> comparisons.add(new Comparison(column, element)));
    }
}
