package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.fastlane.rewrite.Conditions;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Join;

/**
 * Joins by two or more ranges and no equality, as of intervals that overlap. DuckDB's operator for those compares whole
 * blocks of rows with each other, for seconds, before it looks whether it is cancelled.
 */
final class Ranges {
    private Ranges() {}

    static void requireFewer(Join join) throws Refusal {
        List<BinaryComparison> comparisons = Conditions.conjuncts(join).stream()
                .filter(BinaryComparison.class::isInstance)
                .map(BinaryComparison.class::cast)
                .filter(comparison -> isBetweenSides(comparison, join))
                .toList();
        boolean hasEquality = comparisons.stream().anyMatch(Ranges::isEquality);
        if (!hasEquality && comparisons.size() > 1) {
            throw new Refusal("a join by two ranges");
        }
    }

    /** How many comparisons of a join's condition are none of equality, whatever they are between. */
    static long count(Join join) {
        return Conditions.conjuncts(join).stream()
                .filter(condition -> condition instanceof BinaryComparison comparison && !isEquality(comparison))
                .count();
    }

    private static boolean isEquality(BinaryComparison comparison) {
        return comparison instanceof EqualTo || comparison instanceof EqualNullSafe;
    }

    private static boolean isBetweenSides(BinaryComparison comparison, Join join) {
        List<AttributeSet> operands = ScalaLists.toJava(comparison.children()).stream()
                .map(Expression::references)
                .toList();
        AttributeSet left = join.left().outputSet();
        AttributeSet right = join.right().outputSet();
        AttributeSet first = operands.get(0);
        AttributeSet second = operands.get(1);
        return (first.subsetOf(left) && second.subsetOf(right)) || (first.subsetOf(right) && second.subsetOf(left));
    }
}
