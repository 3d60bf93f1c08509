package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Ceil;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Floor;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Round;
import org.apache.spark.sql.types.DataTypes;

/** Rounding to whole numbers or to digits after the point. */
final class RoundingRules {
    /** Half of it is exact as a double, and far from where 64 bits end. */
    private static final String LARGE = "CAST(9e18 AS DOUBLE)";

    private static final int MOST_DIGITS = 15;

    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    Round.class,
                    "round decimal",
                    Edges.DECIMALS,
                    e -> digits(e) >= 0 && DuckTypes.isDecimal(e.child().dataType()),
                    (e, in) -> Texts.cast("round(" + in.sql(e.child()) + ", " + digits(e) + ")", e.dataType())),
            new Rule<>(
                    Round.class,
                    "round integer",
                    Edges.INTEGERS,
                    e -> digits(e) >= 0 && DuckTypes.isInteger(e.child().dataType()),
                    (e, in) -> in.sql(e.child())),
            new Rule<>(
                    Round.class,
                    "round double",
                    Edges.FLOATS,
                    e -> digits(e) >= 0
                            && digits(e) <= MOST_DIGITS
                            && e.child().dataType().equals(DataTypes.DoubleType),
                    RoundingRules::roundDouble),
            new Rule<>(
                    Ceil.class,
                    "ceil decimal",
                    Edges.DECIMALS,
                    e -> isDecimal(e.child()),
                    (e, in) -> Texts.cast("ceil(" + in.sql(e.child()) + ")", e.dataType())),
            new Rule<>(
                    Floor.class,
                    "floor decimal",
                    Edges.DECIMALS,
                    e -> isDecimal(e.child()),
                    (e, in) -> Texts.cast("floor(" + in.sql(e.child()) + ")", e.dataType())),
            new Rule<>(
                    Ceil.class,
                    "ceil double",
                    Edges.FLOATS,
                    e -> isDouble(e.child()),
                    (e, in) -> whole("ceil", in.once(e.child()))),
            new Rule<>(
                    Floor.class,
                    "floor double",
                    Edges.FLOATS,
                    e -> isDouble(e.child()),
                    (e, in) -> whole("floor", in.once(e.child()))),
            new Rule<>(Ceil.class, "ceil bigint", Edges.INTEGERS, e -> isLong(e.child()), (e, in) -> in.sql(e.child())),
            new Rule<>(
                    Floor.class, "floor bigint", Edges.INTEGERS, e -> isLong(e.child()), (e, in) -> in.sql(e.child())));

    private RoundingRules() {}

    private static String whole(String function, String value) throws Refusal {
        return "("
                + Texts.guarded(
                        value + " IS NULL OR abs(" + value + ") < " + LARGE,
                        "CAST(" + function + "(" + value + ") AS BIGINT)",
                        DataTypes.LongType)
                + ")";
    }

    /** By the number's digits, as Spark does; in this range DuckDB writes the same ones as Java. */
    private static String roundDouble(Round round, Operands in) throws Refusal {
        String value = in.once(round.child());
        String rounded = "CAST(CAST(CAST(CAST(" + value + " AS VARCHAR) AS "
                + DuckTypes.decimal(DuckTypes.MAX_PRECISION, digits(round)) + ") AS VARCHAR) AS DOUBLE)";
        return "(CASE WHEN " + value + " IS NULL THEN NULL WHEN " + value + " = 0 THEN CAST(0 AS DOUBLE) WHEN "
                + NumberCastRules.isPlain(value) + " THEN " + rounded + " ELSE " + Texts.error(DataTypes.DoubleType)
                + " END)";
    }

    private static int digits(Round round) {
        boolean isKnown =
                round.scale() instanceof Literal literal && literal.value() instanceof Integer && round.ansiEnabled();
        return isKnown ? (Integer) ((Literal) round.scale()).value() : -1;
    }

    private static boolean isDecimal(Expression expression) {
        return DuckTypes.isDecimal(expression.dataType());
    }

    private static boolean isDouble(Expression expression) {
        return expression.dataType().equals(DataTypes.DoubleType);
    }

    private static boolean isLong(Expression expression) {
        return expression.dataType().equals(DataTypes.LongType);
    }
}
