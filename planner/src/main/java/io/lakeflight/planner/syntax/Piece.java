package io.lakeflight.planner.syntax;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One token of a text.
 *
 * @param gap whether blanks or comments stand before it
 */
record Piece(boolean gap, Kind kind, String text) {
    private static final Pattern NUMBER = Pattern.compile("(?i)\\d++(?:e\\d*+)?(?:bd|[lsydf])?");

    enum Kind {
        /** A keyword, a name without quotes, or a whole number, with or without a suffix. */
        WORD,
        /** A name in double quotes or backticks. */
        QUOTED,
        /** A string in single quotes. */
        STRING,
        OPEN,
        CLOSE,
        COMMA,
        DOT,
        SEMICOLON,
        /** One character of an operator, or anything else. */
        OTHER,
        /** Stands where there is no token. */
        END
    }

    static Piece word(String text) {
        return new Piece(true, Kind.WORD, text);
    }

    static Piece open() {
        return new Piece(true, Kind.OPEN, "(");
    }

    static Piece close() {
        return new Piece(true, Kind.CLOSE, ")");
    }

    static Piece comma() {
        return new Piece(false, Kind.COMMA, ",");
    }

    /** The same name in quotes, by which it is no keyword. */
    Piece quoted() {
        return new Piece(gap, Kind.QUOTED, '"' + text.replace("\"", "\"\"") + '"');
    }

    /** Whether it is this keyword. */
    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /** Whether it is one of these keywords, which are in lower case. */
    boolean isOneOf(Set<String> words) {
        return kind == Kind.WORD && words.contains(text.toLowerCase(Locale.ROOT));
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.OTHER && text.charAt(0) == symbol;
    }

    /** A keyword or a name, but no number. */
    boolean isName() {
        return kind == Kind.QUOTED || (kind == Kind.WORD && !isNumber());
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    /** Digits, with what may stand behind them in a number: {@code 2024_data} is a name to Spark. */
    boolean isNumber() {
        return kind == Kind.WORD
                && Character.isDigit(text.charAt(0))
                && NUMBER.matcher(text).matches();
    }
}
