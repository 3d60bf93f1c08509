package io.lakeflight.planner.simple;

/**
 * One token of a text.
 *
 * @param gap whether blanks or comments stand before it
 * @param text without the quotes of a name or string
 */
record Token(Kind kind, boolean gap, String text) {
    enum Kind {
        /** A keyword or a name without quotes, of ASCII characters: Spark refuses others. */
        WORD,
        NAME,
        STRING,
        /** Digits only. */
        DIGITS,
        /** One character. */
        SYMBOL,
        END
    }

    static final Token END = new Token(Kind.END, true, "");

    /** Whether it is this keyword. */
    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean is(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }
}
