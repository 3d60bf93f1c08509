package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnscaledValue;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** All aggregates that there is a rule for; everything else is refused. */
final class AggregateRules {
    /** Whole numbers are exact as doubles up to here and a little further, whatever order they are added in. */
    private static final String EXACT = "9e15::DOUBLE";

    private static final String LONGEST = "9.2e18::DOUBLE";

    static final List<AggregateRule<?>> ALL = List.of(
            new AggregateRule<>(Count.class, "count", e -> true, AggregateRules::count),
            new AggregateRule<>(Min.class, "min", e -> true, (e, calls) -> extreme("min", e.child(), calls)),
            new AggregateRule<>(Max.class, "max", e -> true, (e, calls) -> extreme("max", e.child(), calls)),
            new AggregateRule<>(
                    Sum.class,
                    "sum of integers",
                    e -> isAnsi(e)
                            && DuckTypes.isInteger(e.child().dataType())
                            && !(e.child() instanceof UnscaledValue),
                    AggregateRules::sumOfIntegers),
            new AggregateRule<>(
                    Sum.class,
                    "sum of digits",
                    e -> isAnsi(e) && e.child() instanceof UnscaledValue,
                    (e, calls) -> "CAST(" + sumOfDigits((UnscaledValue) e.child(), calls) + " AS BIGINT)"),
            new AggregateRule<>(
                    Sum.class,
                    "sum of decimals",
                    e -> isAnsi(e) && DuckTypes.isDecimal(e.child().dataType()),
                    AggregateRules::sumOfDecimals),
            new AggregateRule<>(
                    Sum.class,
                    "sum of floating",
                    e -> isAnsi(e) && DuckTypes.isFloating(e.child().dataType()),
                    (e, calls) -> approximate("sum", e.child(), calls)),
            new AggregateRule<>(
                    Average.class,
                    "avg of integers",
                    e -> isAnsi(e)
                            && DuckTypes.isInteger(e.child().dataType())
                            && !(e.child() instanceof UnscaledValue),
                    AggregateRules::averageOfIntegers),
            new AggregateRule<>(
                    Average.class,
                    "avg of digits",
                    e -> isAnsi(e) && e.child() instanceof UnscaledValue,
                    AggregateRules::averageOfDigits),
            new AggregateRule<>(
                    Average.class,
                    "avg of decimals",
                    e -> isAnsi(e) && DuckTypes.isDecimal(e.child().dataType()),
                    AggregateRules::averageOfDecimals),
            new AggregateRule<>(
                    Average.class,
                    "avg of floating",
                    e -> isAnsi(e) && DuckTypes.isFloating(e.child().dataType()),
                    (e, calls) -> approximate("avg", e.child(), calls)),
            PercentileRule.RULE);

    private AggregateRules() {}

    static Optional<AggregateRule<?>> find(AggregateFunction function) {
        return ALL.stream().filter(rule -> rule.isFor(function)).findFirst();
    }

    private static boolean isAnsi(Sum sum) {
        return sum.evalContext().evalMode().equals(EvalMode.ANSI());
    }

    private static boolean isAnsi(Average average) {
        return average.evalMode().equals(EvalMode.ANSI());
    }

    /** A constant is counted as any other argument: there may be DISTINCT, or it may be null. */
    private static String count(Count count, Calls calls) throws Refusal {
        List<Expression> arguments = ScalaLists.toJava(count.children());
        boolean countsRows = !calls.isDistinct()
                && arguments.stream()
                        .allMatch(argument -> argument instanceof Literal literal && literal.value() != null);
        if (countsRows) {
            return calls.call("count", "*");
        }
        List<String> columns = new ArrayList<>();
        for (Expression argument : arguments) {
            columns.add(calls.argument(argument));
        }
        if (columns.size() == 1) {
            return calls.call("count", columns.get(0));
        }
        String row = "ROW(" + String.join(", ", columns) + ")";
        return calls.call(
                "count",
                "CASE WHEN " + String.join(" IS NOT NULL AND ", columns) + " IS NOT NULL THEN " + row + " END");
    }

    /** Of both zeros Spark takes the one that comes first, and who knows which that is. */
    private static String extreme(String function, Expression operand, Calls calls) throws Refusal {
        String argument = calls.argument(operand);
        String extreme = calls.callOfAll(function, argument);
        if (!DuckTypes.isFloating(operand.dataType())) {
            return extreme;
        }
        String hasMinusZero = calls.callOfAll("bool_or", argument + " = 0 AND signbit(" + argument + ")");
        return "(CASE WHEN " + extreme + " = 0 AND " + hasMinusZero + " THEN " + Texts.error(operand.dataType())
                + " ELSE " + extreme + " END)";
    }

    private static String sumOfIntegers(Sum sum, Calls calls) throws Refusal {
        String argument = calls.argument(sum.child());
        String total = calls.call("sum", argument);
        String value = "CAST(" + total + " AS BIGINT)";
        // Spark adds in 64 bits, and an overflow on the way is an error though the total would fit.
        return sum.child().dataType().equals(DataTypes.LongType)
                ? "(" + Texts.guarded(isBelow(LONGEST, argument, calls), value, DataTypes.LongType) + ")"
                : value;
    }

    /** Whether no sum of these values, whichever and in whatever order, reaches the limit. */
    private static String isBelow(String limit, String argument, Calls calls) {
        String largest = calls.callOfAll("max", argument);
        String smallest = calls.callOfAll("min", argument);
        String count = calls.call("count", argument);
        return largest + " IS NULL OR greatest(abs(CAST(" + largest + " AS DOUBLE)), abs(CAST(" + smallest
                + " AS DOUBLE))) * CAST(" + count + " AS DOUBLE) < " + limit;
    }

    private static String sumOfDecimals(Sum sum, Calls calls) throws Refusal {
        return total(calls.argument(sum.child()), (DecimalType) sum.child().dataType(), calls);
    }

    /** Spark makes nothing of a sum once it has had too many digits on its way, though the total would have fewer again. */
    private static String total(String argument, DecimalType added, Calls calls) throws Refusal {
        DecimalType type = new DecimalType(Math.min(added.precision() + 10, DuckTypes.MAX_PRECISION), added.scale());
        String total = Texts.cast(calls.call("sum", argument), type);
        if (type.precision() < DuckTypes.MAX_PRECISION) {
            return total;
        }
        String limit = "9.9e" + (type.precision() - type.scale() - 1);
        return "(" + Texts.guarded(isBelow(limit, argument, calls), total, type) + ")";
    }

    /** Spark adds the digits of short decimals as integers; DuckDB does so anyway. */
    private static String sumOfDigits(UnscaledValue digits, Calls calls) throws Refusal {
        int scale = ((DecimalType) digits.child().dataType()).scale();
        return Decimals.unscaled(calls.call("sum", calls.argument(digits.child())), scale);
    }

    private static String averageOfIntegers(Average average, Calls calls) throws Refusal {
        String argument = calls.argument(average.child());
        String total = calls.call("sum", argument);
        return "("
                + Texts.guarded(
                        isBelow(EXACT, argument, calls),
                        ratio(total, calls.call("count", argument)),
                        DataTypes.DoubleType)
                + ")";
    }

    private static String averageOfDigits(Average average, Calls calls) throws Refusal {
        UnscaledValue digits = (UnscaledValue) average.child();
        String total = sumOfDigits(digits, calls);
        String argument = calls.argument(digits.child());
        int scale = ((DecimalType) digits.child().dataType()).scale();
        String limit = EXACT + " / 1" + "0".repeat(scale) + "::DOUBLE";
        return "("
                + Texts.guarded(
                        isBelow(limit, argument, calls),
                        ratio(total, calls.call("count", argument)),
                        DataTypes.DoubleType)
                + ")";
    }

    private static String ratio(String total, String count) {
        return "CASE WHEN " + count + " = 0 THEN CAST(NULL AS DOUBLE) ELSE CAST(" + total + " AS DOUBLE) / CAST("
                + count + " AS DOUBLE) END";
    }

    private static String averageOfDecimals(Average average, Calls calls) throws Refusal {
        DecimalType argument = (DecimalType) average.child().dataType();
        DecimalType result = (DecimalType) average.dataType();
        if (result.scale() < argument.scale() || result.scale() + 10 > DuckTypes.MAX_PRECISION) {
            throw new Refusal("average of long decimals");
        }
        String column = calls.argument(average.child());
        String total = Decimals.unscaled(total(column, argument, calls), argument.scale());
        String count = calls.call("count", column);
        String value = Decimals.scaled(
                Decimals.quotient(total, "CAST(" + count + " AS HUGEINT)", result.scale() - argument.scale()), result);
        return "(CASE WHEN " + count + " = 0 THEN " + Texts.nothing(result) + " ELSE " + value + " END)";
    }

    private static String approximate(String function, Expression argument, Calls calls) throws Refusal {
        if (!calls.settings().approximateDoubles()) {
            throw new Refusal(function + " of floating-point numbers");
        }
        DataType type = DataTypes.DoubleType;
        return Texts.cast(calls.call(function, "CAST(" + calls.argument(argument) + " AS DOUBLE)"), type);
    }
}
