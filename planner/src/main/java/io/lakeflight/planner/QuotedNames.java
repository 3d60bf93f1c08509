package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;

/** A statement's text as a parser understands it that knows {@code "x"} as the only way to quote a name. */
public final class QuotedNames {
    private QuotedNames() {}

    /**
     * The text with {@code `x`} written as {@code "x"}, as are names behind a dot, which may be reserved words, and without
     * the semicolons at its end.
     */
    public static String standard(String sql) {
        StringBuilder standard = new StringBuilder(sql.length());
        SqlLexer lexer = new SqlLexer(sql);
        int copied = 0;
        int end = 0;
        boolean afterName = false;
        boolean afterDot = false;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            int start = lexer.tokenStart();
            if (token == Token.OTHER && sql.charAt(start) == '`') {
                standard.append(sql, copied, start).append(quoted(sql.substring(start, lexer.tokenEnd())));
                copied = lexer.tokenEnd();
            } else if (afterDot && isName(token, sql.charAt(start))) {
                standard.append(sql, copied, start).append('"');
                standard.append(sql, start, lexer.tokenEnd()).append('"');
                copied = lexer.tokenEnd();
            }
            afterDot = afterName && token == Token.DOT;
            afterName = isName(token, sql.charAt(start)) || isQuote(sql.charAt(start));
            if (token != Token.SEMICOLON) {
                standard.append(sql, copied, lexer.tokenEnd());
                copied = lexer.tokenEnd();
                end = standard.length();
            }
        }
        return standard.substring(0, end);
    }

    private static boolean isName(Token token, char first) {
        return token == Token.WORD && !Character.isDigit(first);
    }

    private static boolean isQuote(char first) {
        return first == '`' || first == '"';
    }

    private static String quoted(String name) {
        boolean closed = name.length() > 1 && name.endsWith("`");
        String inner = name.substring(1, closed ? name.length() - 1 : name.length());
        return "\"" + inner.replace("``", "`").replace("\"", "\"\"") + (closed ? "\"" : "");
    }

    /** The words and quoted names that stand before a dot, in order, without quotes. */
    public static List<String> qualifiers(String sql) {
        List<String> qualifiers = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(sql);
        String last = "";
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (token == Token.DOT) {
                qualifiers.add(last);
            }
            String text = sql.substring(lexer.tokenStart(), lexer.tokenEnd());
            boolean isName = token == Token.WORD || isQuote(text.charAt(0));
            last = isName ? text.replaceAll("^[`\"]|[`\"]$", "") : "";
        }
        return qualifiers;
    }
}
