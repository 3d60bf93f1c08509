package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;

/** The tokens of a text, as Spark's lexer finds them, without blanks and comments. */
public final class SqlTokens {
    private SqlTokens() {}

    /** Told where a token is. */
    @FunctionalInterface
    public interface Visitor {
        /** @param end behind its last character */
        void token(int start, int end);
    }

    /** Passes all tokens in order: words with their digits, quoted texts whole, anything else character by character. */
    public static void forEach(String sql, Visitor visitor) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.next() != Token.END) {
            visitor.token(lexer.tokenStart(), lexer.tokenEnd());
        }
    }
}
