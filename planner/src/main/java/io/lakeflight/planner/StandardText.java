package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;

/**
 * A statement's text as a parser understands it that knows {@code "x"} as the only way to quote a name, and strings
 * without escapes.
 */
public final class StandardText {
    private enum Quoted {
        STRING,
        RAW_STRING,
        NAME,
        NONE
    }

    private final String sql;
    private final SqlLexer lexer;
    private final StringBuilder standard;
    /** Up to where the text is copied. */
    private int copied;

    private Quoted last = Quoted.NONE;
    private char lastQuote;

    private StandardText(String sql) {
        this.sql = sql;
        this.lexer = new SqlLexer(sql);
        this.standard = new StringBuilder(sql.length());
    }

    /**
     * The text with {@code `x`} written as {@code "x"}, as are names behind a dot, which may be reserved words; with
     * strings as the standard writes what they are to Spark, those side by side as one; and without the semicolons at
     * its end.
     */
    public static String of(String sql) {
        return new StandardText(sql).translated();
    }

    private String translated() {
        int end = 0;
        boolean afterName = false;
        boolean afterDot = false;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            char first = sql.charAt(lexer.tokenStart());
            boolean isWord = token == Token.WORD && !Character.isDigit(first);
            Quoted quoted = token == Token.OTHER ? quoted(first) : Quoted.NONE;
            if (quoted != Quoted.NONE && isClosed(quoted)) {
                write(quoted);
            } else if (afterDot && isWord) {
                write('"' + text() + '"');
            }
            afterDot = afterName && token == Token.DOT;
            afterName = isWord || quoted == Quoted.NAME;
            last = quoted;
            if (token != Token.SEMICOLON) {
                standard.append(sql, copied, lexer.tokenEnd());
                copied = lexer.tokenEnd();
                end = standard.length();
            }
        }
        return SparkString.encodable(standard.substring(0, end));
    }

    private static Quoted quoted(char first) {
        return switch (first) {
            case '\'' -> Quoted.STRING;
            case '`', '"' -> Quoted.NAME;
            case 'r', 'R' -> Quoted.RAW_STRING;
            default -> Quoted.NONE;
        };
    }

    private String text() {
        return sql.substring(lexer.tokenStart(), lexer.tokenEnd());
    }

    /** What is not closed is no SQL, and is left as it is for the parser to say so. */
    private boolean isClosed(Quoted quoted) {
        String text = text();
        int open = quoted == Quoted.RAW_STRING ? 1 : 0;
        char quote = text.charAt(open);
        if (text.length() < open + 2 || text.charAt(text.length() - 1) != quote) {
            return false;
        }
        if (quoted == Quoted.RAW_STRING || quote == '`') {
            return true;
        }
        int position = 1;
        while (position < text.length() - 1) {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        return position == text.length() - 1;
    }

    /** Writes the quoted token down, as the rest of the last one where a doubled quote or nothing is between them. */
    private void write(Quoted quoted) {
        String text = text();
        boolean adjacent = copied == lexer.tokenStart();
        char quote = text.charAt(0);
        boolean doubled = adjacent && last == quoted && quoted != Quoted.RAW_STRING && lastQuote == quote;
        lastQuote = quote;
        if (quoted == Quoted.NAME) {
            String name = (doubled ? String.valueOf(quote) : "") + text.substring(1, text.length() - 1);
            write(name.replace("\"", "\"\""), '"', doubled);
        } else {
            String value = quoted == Quoted.RAW_STRING
                    ? text.substring(2, text.length() - 1)
                    : (doubled ? "'" : "") + SparkString.unescaped(text.substring(1, text.length() - 1));
            boolean goesOn = last == Quoted.STRING || last == Quoted.RAW_STRING;
            write(value.replace("'", "''"), '\'', goesOn);
        }
    }

    private void write(String inner, char quote, boolean goesOn) {
        if (goesOn) {
            standard.setLength(standard.length() - 1);
            standard.append(inner).append(quote);
            copied = lexer.tokenEnd();
        } else {
            write(quote + inner + quote);
        }
    }

    private void write(String token) {
        standard.append(sql, copied, lexer.tokenStart()).append(token);
        copied = lexer.tokenEnd();
    }
}
