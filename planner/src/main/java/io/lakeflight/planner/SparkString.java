package io.lakeflight.planner;

import java.nio.charset.StandardCharsets;

/** A string of Spark's SQL, read as Spark reads it: with escapes behind backslashes, unless it is a raw one. */
public final class SparkString {
    private static final int OCTAL_DIGITS = 3;
    private static final int SHORT_HEX_DIGITS = 4;
    private static final int LONG_HEX_DIGITS = 8;

    private final String text;
    private final StringBuilder value = new StringBuilder();
    private int position;

    private SparkString(String text) {
        this.text = text;
    }

    /** What a text stands for that is between single quotes, without doubled ones in it. */
    public static String unescaped(String text) {
        return new SparkString(text).read();
    }

    private String read() {
        while (position < text.length()) {
            char c = text.charAt(position);
            position++;
            if (c == '\\' && position < text.length()) {
                escape(text.charAt(position));
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private void escape(char c) {
        if (c == 'u' && areDigits(position + 1, SHORT_HEX_DIGITS, 16)) {
            value.append((char) number(position + 1, SHORT_HEX_DIGITS, 16));
            position += 1 + SHORT_HEX_DIGITS;
        } else if (c == 'U' && areDigits(position + 1, LONG_HEX_DIGITS, 16)) {
            codePoint(number(position + 1, LONG_HEX_DIGITS, 16));
            position += 1 + LONG_HEX_DIGITS;
        } else if ((c == '0' || c == '1') && areDigits(position, OCTAL_DIGITS, 8)) {
            value.append((char) number(position, OCTAL_DIGITS, 8));
            position += OCTAL_DIGITS;
        } else {
            value.append(single(c));
            position++;
        }
    }

    private boolean areDigits(int start, int count, int radix) {
        return start + count <= text.length()
                && text.substring(start, start + count)
                        .chars()
                        .allMatch(digit -> digit < 128 && Character.digit(digit, radix) >= 0);
    }

    private long number(int start, int count, int radix) {
        return Long.parseLong(text, start, start + count, radix);
    }

    /** Spark splits whatever number it is given into two halves; one that is no character becomes nonsense there, too. */
    private void codePoint(long number) {
        if (number < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            value.append((char) number);
        } else {
            long beyond = number - Character.MIN_SUPPLEMENTARY_CODE_POINT;
            value.append((char) (beyond / 0x400 + Character.MIN_HIGH_SURROGATE));
            value.append((char) (beyond % 0x400 + Character.MIN_LOW_SURROGATE));
        }
    }

    /** The backslash stays before what LIKE reads with it. */
    private static String single(char c) {
        return switch (c) {
            case '0' -> "\0";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'Z' -> "\u001a";
            case '%' -> "\\%";
            case '_' -> "\\_";
            default -> String.valueOf(c);
        };
    }

    /** As Spark holds texts, in UTF-8: half a character becomes a question mark. */
    static String encodable(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
