package io.lakeflight.engine.spark.pruning;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.KnownFloatingPointNormalized;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;

/** {@code min} and {@code max} of floating-point columns, which are never read from the bounds of files. */
final class FloatExtreme {
    private FloatExtreme() {}

    /**
     * The expression with values that Spark looks at itself: a tag, which changes none of them, cannot be pushed down. A
     * table's bounds leave out NaN, and files of other writers need not tell that they have left one out.
     */
    static Expression computed(Expression expression) {
        if (expression instanceof Max || expression instanceof Min) {
            return expression.mapChildren(FloatExtreme::tagged);
        }
        return expression.mapChildren(FloatExtreme::computed);
    }

    private static Expression tagged(Expression value) {
        return FloatComparison.isFloatColumn(value) ? new KnownFloatingPointNormalized(value) : value;
    }
}
