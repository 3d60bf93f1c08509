package io.lakeflight.engine.spark.pruning;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSet;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.optimizer.NormalizeNaNAndZero;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A floating-point column compared with constants.
 *
 * @param column the column, or a field of one
 * @param upwards whether values above a constant match, and NaN with them
 */
record FloatComparison(
        Expression comparison, Expression column, Collection<? extends @Nullable Object> values, boolean upwards) {
    /** The condition with every comparison kept from tables that is not the same to Iceberg and to Spark. */
    static Expression exact(Expression condition) {
        if (condition instanceof And || condition instanceof Or) {
            return condition.mapChildren(FloatComparison::exact);
        }
        boolean exact = of(condition).map(FloatComparison::isExact).orElse(false);
        return exact ? condition : kept(condition);
    }

    /** The condition with every comparison kept from tables. */
    static Expression kept(Expression condition) {
        return of(condition).map(FloatComparison::kept).orElseGet(() -> condition.mapChildren(FloatComparison::kept));
    }

    /** Whether something in this condition is kept from tables. */
    static boolean isKept(Expression condition) {
        return condition.exists(part -> part instanceof NormalizeNaNAndZero);
    }

    /** Whether this is how Spark tells which partition to overwrite, where Iceberg compares partitions only. */
    static boolean isPartition(Expression condition) {
        if (condition instanceof And) {
            return ScalaLists.toJava(condition.children()).stream().allMatch(FloatComparison::isPartition);
        }
        return of(condition)
                .map(comparison -> comparison.isExact() && condition instanceof EqualNullSafe)
                .orElseGet(() -> kept(condition).fastEquals(condition));
    }

    private static Optional<FloatComparison> of(Expression condition) {
        if (condition instanceof BinaryComparison comparison) {
            Expression left = comparison.left();
            Expression right = comparison.right();
            if (isFloatColumn(left) && right.foldable()) {
                return Optional.of(new FloatComparison(condition, left, values(right), !isDownwards(condition, true)));
            }
            if (isFloatColumn(right) && left.foldable()) {
                return Optional.of(new FloatComparison(condition, right, values(left), !isDownwards(condition, false)));
            }
        }
        if (condition instanceof In in && isFloatColumn(in.value())) {
            List<Object> values = ScalaLists.toJava(in.list()).stream()
                    .flatMap(element -> values(element).stream())
                    .toList();
            return Optional.of(new FloatComparison(condition, in.value(), values, false));
        }
        if (condition instanceof InSet in && isFloatColumn(in.child())) {
            return Optional.of(
                    new FloatComparison(condition, in.child(), CollectionConverters.asJava(in.hset()), false));
        }
        return Optional.empty();
    }

    static boolean isFloatColumn(Expression expression) {
        if (!DataTypes.DoubleType.equals(expression.dataType()) && !DataTypes.FloatType.equals(expression.dataType())) {
            return false;
        }
        Expression root = expression;
        while (root instanceof GetStructField field) {
            root = field.child();
        }
        return root instanceof AttributeReference;
    }

    /** Whether only the constant itself and what is below it match; a comparison of another kind is none of these. */
    private static boolean isDownwards(Expression comparison, boolean columnFirst) {
        if (comparison instanceof EqualTo || comparison instanceof EqualNullSafe) {
            return true;
        }
        return columnFirst
                ? comparison instanceof LessThan || comparison instanceof LessThanOrEqual
                : comparison instanceof GreaterThan || comparison instanceof GreaterThanOrEqual;
    }

    /** The constant; NaN, which is never exact, for one that is not computed yet, and nothing for null. */
    private static List<Object> values(Expression constant) {
        if (constant instanceof Literal literal) {
            return Optional.ofNullable(literal.value()).stream().toList();
        }
        return List.of(Double.NaN);
    }

    /** Whether it is the same to Iceberg and to Spark: only then may a table leave out rows by it. */
    boolean isExact() {
        return !upwards && values.stream().allMatch(FloatComparison::isSameToBoth);
    }

    private static boolean isSameToBoth(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
        }
        return value == null;
    }

    private Expression kept() {
        return comparison.mapChildren(child -> child.fastEquals(column) ? new NormalizeNaNAndZero(child) : child);
    }
}
