package io.lakeflight.engine.spark.fastlane.translate;

import java.math.BigInteger;
import org.apache.spark.sql.types.DecimalType;

/**
 * Decimals as whole numbers of their last digit, which is how they are divided exactly: DuckDB divides decimals as
 * doubles. Whatever does not fit into DuckDB's HUGEINT on the way is an error there.
 */
final class Decimals {
    private Decimals() {}

    /** The decimal, of at most this scale, without its point: a HUGEINT. */
    static String unscaled(String decimal, int scale) {
        String wide = "CAST(" + decimal + " AS " + DuckTypes.decimal(DuckTypes.MAX_PRECISION, scale) + ")";
        return scale == 0
                ? "CAST(" + wide + " AS HUGEINT)"
                : "CAST(" + wide + " * CAST('1" + "0".repeat(scale) + "' AS " + DuckTypes.decimal(scale + 1, 0)
                        + ") AS HUGEINT)";
    }

    /** The whole number with a point put into it. */
    static String scaled(String whole, DecimalType type) throws Refusal {
        String wide = "CAST(" + whole + " AS " + DuckTypes.decimal(DuckTypes.MAX_PRECISION, 0) + ")";
        int scale = type.scale();
        return scale == 0
                ? Texts.cast(wide, type)
                : Texts.cast(
                        wide + " * CAST('0." + "0".repeat(scale - 1) + "1' AS " + DuckTypes.decimal(scale, scale) + ")",
                        type);
    }

    /**
     * A quotient of two whole numbers, times ten to the power of the shift, rounded half away from zero.
     *
     * @param divisor the name of a HUGEINT that is not 0
     */
    static String quotient(String dividend, String divisor, int shift) {
        String twice = BigInteger.TEN.pow(shift).shiftLeft(1).toString();
        String magnitude = "(abs(" + dividend + ") * CAST('" + twice + "' AS HUGEINT) + abs(" + divisor
                + ")) // (2 * abs(" + divisor + "))";
        return "CASE WHEN (" + dividend + " < 0) <> (" + divisor + " < 0) THEN -(" + magnitude + ") ELSE " + magnitude
                + " END";
    }

    /** Refuses quotients whose shift is none. */
    static void checkShift(int shift) throws Refusal {
        if (shift < 0 || shift >= DuckTypes.MAX_PRECISION) {
            throw new Refusal("division of long decimals");
        }
    }

    /**
     * Whether Spark's rounding is ours. It computes 38 digits after the point, rounds, and rounds once more to what the
     * type has; the first can only reach the second if the divisor is long.
     */
    static String isRoundedOnce(String divisor, DecimalType result) {
        String limit = "1" + "0".repeat(DuckTypes.MAX_PRECISION - result.scale());
        return "abs(" + divisor + ") < CAST('" + limit + "' AS HUGEINT)";
    }
}
