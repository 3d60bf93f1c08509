package io.lakeflight.engine.spark.fastlane.translate;

import java.util.regex.Pattern;
import org.apache.spark.sql.types.DecimalType;

/**
 * The two forms of a text that computes with decimals. DuckDB adds and multiplies those of up to 18 digits in 64 bits, and
 * raises an error where the result has more digits, though its type would have room for them. The wide form makes it compute
 * in 128 bits, which takes up to three times as long.
 *
 * <p>A translation has signs around the operands that the forms differ in. Their character is in no text of a user's, as
 * {@link Texts#quoted} refuses it.
 */
public final class WideDecimals {
    /** Of a decimal that DuckDB has in 64 bits. */
    private static final int MOST_DIGITS = 18;

    private static final char SIGN = '\0';
    private static final String BEGIN = SIGN + "(";
    private static final Pattern END = Pattern.compile(SIGN + "([0-9]+)\\)");

    private WideDecimals() {}

    /**
     * One operand of a sum or a product, with signs if the forms differ.
     *
     * @param digits that an exact result may have
     */
    static String operand(String sql, DecimalType type, DecimalType other, int digits) {
        boolean isNarrow = Math.max(type.precision(), other.precision()) <= MOST_DIGITS;
        return isNarrow && digits > MOST_DIGITS ? BEGIN + sql + SIGN + type.scale() + ")" : sql;
    }

    /** Whether a translation has a form that fails less. */
    public static boolean areIn(String translated) {
        return translated.indexOf(SIGN) >= 0;
    }

    /** The quick form of a translation. */
    public static String narrow(String translated) {
        return areIn(translated) ? END.matcher(translated.replace(BEGIN, "")).replaceAll("") : translated;
    }

    /** The form that fails less, if there is one. */
    public static String wide(String translated) {
        return END.matcher(translated.replace(BEGIN, "CAST(")).replaceAll(" AS DECIMAL(" + (MOST_DIGITS + 1) + ",$1))");
    }
}
