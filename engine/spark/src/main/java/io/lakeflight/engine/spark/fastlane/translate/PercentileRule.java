package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.Percentile;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The exact percentile of numbers, of which the median is one: the one or two values in the middle of all in their order,
 * weighed as Spark does it. DuckDB weighs them by another formula, which rounds otherwise.
 */
final class PercentileRule {
    static final AggregateRule<Percentile> RULE =
            new AggregateRule<>(Percentile.class, "percentile", PercentileRule::isProven, PercentileRule::sql);

    private PercentileRule() {}

    private static boolean isProven(Percentile percentile) {
        DataType type = percentile.child().dataType();
        boolean isNumber = DuckTypes.isInteger(type) || DuckTypes.isDecimal(type) || DuckTypes.isFloating(type);
        return isNumber
                && !percentile.reverse()
                && percentile.percentageExpression() instanceof Literal share
                && share.value() instanceof Double number
                && number >= 0
                && number <= 1
                && percentile.frequencyExpression() instanceof Literal frequency
                && frequency.value() instanceof Number times
                && times.longValue() == 1;
    }

    private static String sql(Percentile percentile, Calls calls) throws Refusal {
        if (calls.isDistinct()) {
            throw new Refusal("percentile of DISTINCT values");
        }
        Expression child = percentile.child();
        String argument = calls.argument(child);
        String sorted = calls.call("list", argument + " ORDER BY " + argument + " ASC NULLS LAST");
        String count = calls.call("count", argument);
        String position = "(CAST(" + count + " - 1 AS DOUBLE) * CAST('"
                + ((Literal) percentile.percentageExpression()).value() + "' AS DOUBLE))";
        String lower = value(sorted, "floor(" + position + ")", child.dataType());
        String higher = value(sorted, "ceil(" + position + ")", child.dataType());
        String weighed = "(ceil(" + position + ") - " + position + ") * " + lower + " + (" + position + " - floor("
                + position + ")) * " + higher;
        return "(CASE WHEN " + count + " = 0 THEN CAST(NULL AS DOUBLE)" + minusZero(child.dataType(), argument, calls)
                + " WHEN floor(" + position + ") = ceil(" + position + ") OR " + lower + " = " + higher + " THEN "
                + lower + " ELSE " + weighed + " END)";
    }

    /** Which of both zeros is in the middle, nothing tells. */
    private static String minusZero(DataType type, String argument, Calls calls) throws Refusal {
        if (!DuckTypes.isFloating(type)) {
            return "";
        }
        String hasMinusZero = calls.callOfAll("bool_or", argument + " = 0 AND signbit(" + argument + ")");
        return " WHEN " + hasMinusZero + " THEN " + Texts.error(DataTypes.DoubleType);
    }

    private static String value(String sorted, String position, DataType type) {
        String element = sorted + "[CAST(" + position + " AS BIGINT) + 1]";
        // By its digits, as DuckDB divides to make a double of a decimal.
        return DuckTypes.isDecimal(type)
                ? "CAST(CAST(" + element + " AS VARCHAR) AS DOUBLE)"
                : "CAST(" + element + " AS DOUBLE)";
    }
}
