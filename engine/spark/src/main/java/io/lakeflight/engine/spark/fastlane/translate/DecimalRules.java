package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.function.ToIntBiFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.MakeDecimal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnscaledValue;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/**
 * Arithmetic of decimals. DuckDB computes in its own, often narrower types, exactly or with an error, of which
 * {@link WideDecimals} makes fewer; the cast then rounds and checks as Spark does.
 */
final class DecimalRules {
    static final List<Rule<?>> ALL = List.of(
            exact(Add.class, "+", DecimalRules::digitsOfSum),
            exact(Subtract.class, "-", DecimalRules::digitsOfSum),
            exact(Multiply.class, "*", (left, right) -> left.precision() + right.precision()),
            new Rule<>(
                    Remainder.class,
                    "decimal % decimal",
                    Edges.DECIMALS,
                    e -> isDecimal(e) && haveCommonType(e),
                    DecimalRules::remainder),
            new Rule<>(
                    Divide.class, "decimal / decimal", Edges.DECIMALS, DecimalRules::isDecimal, DecimalRules::quotient),
            new Rule<>(
                    IntegralDivide.class,
                    "decimal div decimal",
                    Edges.DECIMALS,
                    DecimalRules::isDecimal,
                    DecimalRules::wholeQuotient),
            new Rule<>(
                    MakeDecimal.class,
                    "decimal of digits",
                    Edges.DECIMALS,
                    e -> !e.nullOnOverflow(),
                    (e, in) -> Decimals.scaled(in.sql(e.child()), (DecimalType) e.dataType())),
            new Rule<>(
                    UnscaledValue.class,
                    "digits of decimal",
                    Edges.DECIMALS,
                    e -> true,
                    (e, in) -> "CAST("
                            + Decimals.unscaled(
                                    in.sql(e.child()), scale(e.child().dataType())) + " AS BIGINT)"));

    private DecimalRules() {}

    /** @param digits of an exact result */
    private static <E extends BinaryArithmetic> Rule<E> exact(
            Class<E> type, String operator, ToIntBiFunction<DecimalType, DecimalType> digits) {
        return new Rule<>(
                type, "decimal " + operator + " decimal", Edges.DECIMALS, DecimalRules::isDecimal, (e, in) -> {
                    DecimalType left = (DecimalType) e.left().dataType();
                    DecimalType right = (DecimalType) e.right().dataType();
                    String widened =
                            WideDecimals.operand(in.sql(e.left()), left, right, digits.applyAsInt(left, right));
                    return Texts.cast(widened + " " + operator + " " + in.sql(e.right()), e.dataType());
                });
    }

    private static int digitsOfSum(DecimalType left, DecimalType right) {
        return commonDigits(left, right) + 1;
    }

    /** Of a type that has both. */
    private static int commonDigits(DecimalType left, DecimalType right) {
        int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        return whole + Math.max(left.scale(), right.scale());
    }

    private static boolean isDecimal(BinaryArithmetic expression) {
        return NumberRules.isAnsi(expression)
                && DuckTypes.isDecimal(expression.left().dataType())
                && DuckTypes.isDecimal(expression.right().dataType());
    }

    /** Otherwise DuckDB computes with doubles. */
    private static boolean haveCommonType(BinaryArithmetic expression) {
        return commonDigits((DecimalType) expression.left().dataType(), (DecimalType)
                        expression.right().dataType())
                <= DuckTypes.MAX_PRECISION;
    }

    private static String remainder(Remainder remainder, Operands in) throws Refusal {
        String left = in.once(remainder.left());
        String right = in.once(remainder.right());
        return divided(remainder, left, right, Texts.cast(left + " % " + right, remainder.dataType()));
    }

    private static String quotient(Divide division, Operands in) throws Refusal {
        DecimalType divisor = (DecimalType) division.right().dataType();
        DecimalType result = (DecimalType) division.dataType();
        int dividendScale = scale(division.left().dataType());
        int shift = result.scale() + divisor.scale() - dividendScale;
        Decimals.checkShift(shift);
        String left = in.once(Decimals.unscaled(in.sql(division.left()), dividendScale));
        String right = in.once(Decimals.unscaled(in.sql(division.right()), divisor.scale()));
        String value = Decimals.scaled(Decimals.quotient(left, right, shift), result);
        boolean isShort = divisor.precision() + result.scale() <= DuckTypes.MAX_PRECISION;
        return divided(
                division,
                left,
                right,
                isShort ? value : Texts.guarded(Decimals.isRoundedOnce(right, result), value, result));
    }

    private static String wholeQuotient(IntegralDivide division, Operands in) throws Refusal {
        int scale = Math.max(
                scale(division.left().dataType()), scale(division.right().dataType()));
        String left = in.once(Decimals.unscaled(in.sql(division.left()), scale));
        String right = in.once(Decimals.unscaled(in.sql(division.right()), scale));
        return divided(division, left, right, Texts.cast(left + " // " + right, division.dataType()));
    }

    private static String divided(BinaryArithmetic division, String left, String right, String value) throws Refusal {
        return "(CASE WHEN " + left + " IS NULL OR " + right + " IS NULL THEN " + Texts.nothing(division.dataType())
                + " WHEN " + right + " = 0 THEN " + Texts.error(division.dataType()) + " ELSE " + value + " END)";
    }

    private static int scale(DataType type) {
        return ((DecimalType) type).scale();
    }
}
