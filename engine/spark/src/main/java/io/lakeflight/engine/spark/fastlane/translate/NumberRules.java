package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Abs;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Pmod;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.Signum;
import org.apache.spark.sql.catalyst.expressions.Sqrt;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Arithmetic of integers and of floating-point numbers, both sides of one type: an overflow is an error in both. */
final class NumberRules {
    private static final int LONGEST_NEGATED = 34;

    static final List<Rule<?>> ALL = List.of(
            integer(Add.class, "+"),
            integer(Subtract.class, "-"),
            integer(Multiply.class, "*"),
            floating(Add.class, "+"),
            floating(Subtract.class, "-"),
            floating(Multiply.class, "*"),
            new Rule<>(
                    UnaryMinus.class,
                    "minus number",
                    Edges.INTEGERS,
                    // Where Spark's integers wrap, DuckDB's are an error.
                    e -> (e.failOnError() || DuckTypes.isInteger(e.dataType())) && isNumber(e.dataType()),
                    (e, in) -> Texts.cast("-" + in.sql(e.child()), e.dataType())),
            new Rule<>(
                    Abs.class,
                    "abs number",
                    Edges.INTEGERS,
                    e -> e.failOnError() && isNumber(e.dataType()),
                    (e, in) -> Texts.cast("abs(" + in.sql(e.child()) + ")", e.dataType())),
            new Rule<>(
                    Divide.class,
                    "double / double",
                    Edges.FLOATS,
                    e -> isAnsi(e) && isOf(e, DataTypes.DoubleType),
                    (e, in) -> unlessZero(e, in, "%s / %s")),
            new Rule<>(
                    Remainder.class,
                    "floating % floating",
                    Edges.FLOATS,
                    e -> isAnsi(e) && isFloating(e),
                    (e, in) -> unlessZero(e, in, "%s %% %s")),
            new Rule<>(
                    IntegralDivide.class,
                    "integer div integer",
                    Edges.INTEGERS,
                    e -> isAnsi(e) && isInteger(e),
                    (e, in) -> unlessZero(e, in, "CAST(%s AS BIGINT) // %s")),
            new Rule<>(
                    Remainder.class,
                    "integer % integer",
                    Edges.INTEGERS,
                    e -> isAnsi(e) && isInteger(e),
                    // The smallest integer by -1 is an error in DuckDB.
                    (e, in) -> unlessZero(
                            e, in, "CASE WHEN %2$s = -1 THEN CAST(%1$s - %1$s AS %3$s) ELSE %1$s %% %2$s END")),
            new Rule<>(
                    Pmod.class,
                    "pmod integer",
                    Edges.INTEGERS,
                    e -> isAnsi(e) && isInteger(e),
                    // Where Spark's sum wraps, DuckDB's is an error.
                    (e, in) -> unlessZero(
                            e,
                            in,
                            "CASE WHEN %1$s %% %2$s < 0 THEN (%1$s %% %2$s + %2$s) %% %2$s ELSE %1$s %% %2$s END")),
            new Rule<>(
                    Divide.class,
                    "try_divide double",
                    Edges.FLOATS,
                    e -> e.evalMode().equals(EvalMode.TRY()) && isOf(e, DataTypes.DoubleType),
                    NumberRules::tryQuotient),
            new Rule<>(
                    Signum.class,
                    "sign",
                    Edges.FLOATS,
                    e -> e.child().dataType().equals(DataTypes.DoubleType),
                    NumberRules::sign),
            new Rule<>(Sqrt.class, "sqrt", Edges.FLOATS, e -> true, NumberRules::squareRoot));

    private NumberRules() {}

    private static <E extends BinaryArithmetic> Rule<E> integer(Class<E> type, String operator) {
        return arithmetic(type, operator, "integer", Edges.INTEGERS, e -> isInteger(e));
    }

    private static <E extends BinaryArithmetic> Rule<E> floating(Class<E> type, String operator) {
        return arithmetic(type, operator, "floating", Edges.FLOATS, e -> isFloating(e));
    }

    private static <E extends BinaryArithmetic> Rule<E> arithmetic(
            Class<E> type, String operator, String kind, Edges edges, Predicate<E> accepts) {
        return new Rule<>(
                type,
                kind + " " + operator + " " + kind,
                edges,
                e -> isAnsi(e) && accepts.test(e),
                (e, in) -> Texts.cast(in.sql(e.left()) + " " + operator + " " + in.sql(e.right()), e.dataType()));
    }

    /** Null divided by zero is null, everything else an error. */
    private static String unlessZero(BinaryArithmetic division, Operands in, String formula) throws Refusal {
        String left = in.once(division.left());
        String right = in.once(division.right());
        String type = DuckTypes.of(division.left().dataType());
        String value = Texts.cast(String.format(Locale.ROOT, formula, left, right, type), division.dataType());
        return "(CASE WHEN " + right + " = 0 AND " + left + " IS NOT NULL THEN " + Texts.error(division.dataType())
                + " WHEN " + right + " = 0 THEN " + Texts.nothing(division.dataType()) + " ELSE " + value + " END)";
    }

    private static String tryQuotient(Divide division, Operands in) throws Refusal {
        String right = in.once(division.right());
        return "(CASE WHEN " + right + " = 0 THEN CAST(NULL AS DOUBLE) ELSE " + in.sql(division.left()) + " / " + right
                + " END)";
    }

    /** NaN, which is the greatest to DuckDB, and both zeros are their own signs. */
    private static String sign(Signum sign, Operands in) throws Refusal {
        String value = in.once(sign.child());
        return "(CASE WHEN isnan(" + value + ") THEN " + value + " WHEN " + value + " > 0 THEN CAST(1 AS DOUBLE) WHEN "
                + value + " < 0 THEN CAST(-1 AS DOUBLE) ELSE " + value + " END)";
    }

    private static String squareRoot(Sqrt sqrt, Operands in) throws Refusal {
        String value = in.once(sqrt.child());
        return "(CASE WHEN " + value + " < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt(" + value + ") END)";
    }

    static boolean isAnsi(BinaryArithmetic expression) {
        return expression.evalMode().equals(EvalMode.ANSI());
    }

    /** Spark negates longer decimals by rounding them to 34 digits. */
    private static boolean isNumber(DataType type) {
        boolean isShort = type instanceof DecimalType decimal && decimal.precision() <= LONGEST_NEGATED;
        return DuckTypes.isInteger(type) || DuckTypes.isFloating(type) || isShort;
    }

    private static boolean isInteger(BinaryArithmetic expression) {
        return DuckTypes.isInteger(expression.left().dataType())
                && isOf(expression, expression.left().dataType());
    }

    private static boolean isFloating(BinaryArithmetic expression) {
        return DuckTypes.isFloating(expression.left().dataType())
                && isOf(expression, expression.left().dataType());
    }

    private static boolean isOf(BinaryArithmetic expression, DataType type) {
        return List.<Expression>of(expression.left(), expression.right()).stream()
                .allMatch(operand -> operand.dataType().equals(type));
    }
}
