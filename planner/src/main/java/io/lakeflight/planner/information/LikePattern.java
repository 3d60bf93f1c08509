package io.lakeflight.planner.information;

import org.apache.calcite.linq4j.function.Strict;

/**
 * SQL's {@code LIKE}, in time that does not explode whatever the pattern; a backslash takes the next character
 * literally unless the query names another escape. Public for generated code alone.
 */
public final class LikePattern {
    static final String DEFAULT_ESCAPE = "\\";

    private LikePattern() {}

    /** Whether the whole text matches; null if one of them is. */
    @Strict
    public static boolean matches(String text, String pattern, String escape) {
        if (escape.length() > 1) {
            throw new InformationException(
                    InformationException.Reason.INVALID, "An escape is one character, not '" + escape + "'");
        }
        return new Match(text, pattern, escape.isEmpty() ? -1 : escape.charAt(0)).isMatch();
    }

    /** One comparison; only the last {@code %} is worth widening when the rest does not fit. */
    private static final class Match {
        private final String text;
        private final String pattern;
        private final int escape;
        private int at;
        private int symbol;

        private Match(String text, String pattern, int escape) {
            this.text = text;
            this.pattern = pattern;
            this.escape = escape;
        }

        private boolean isMatch() {
            int afterAnyText = -1;
            int widenedTo = 0;
            while (at < text.length()) {
                if (isAnyText()) {
                    symbol++;
                    afterAnyText = symbol;
                    widenedTo = at;
                } else if (!step()) {
                    if (afterAnyText < 0) {
                        return false;
                    }
                    symbol = afterAnyText;
                    widenedTo += Character.charCount(text.codePointAt(widenedTo));
                    at = widenedTo;
                }
            }
            while (isAnyText()) {
                symbol++;
            }
            return symbol == pattern.length();
        }

        private boolean isAnyText() {
            return symbol < pattern.length() && pattern.charAt(symbol) == '%' && escape != '%';
        }

        /** Passes one character of the text, if the next symbol stands for it. */
        private boolean step() {
            if (symbol >= pattern.length()) {
                return false;
            }
            int wanted = pattern.codePointAt(symbol);
            int length = Character.charCount(wanted);
            boolean any = wanted == '_' && escape != '_';
            if (wanted == escape && symbol + 1 < pattern.length()) {
                wanted = pattern.codePointAt(symbol + 1);
                length = 1 + Character.charCount(wanted);
                any = false;
            }
            int actual = text.codePointAt(at);
            if (!any && actual != wanted) {
                return false;
            }
            symbol += length;
            at += Character.charCount(actual);
            return true;
        }
    }
}
