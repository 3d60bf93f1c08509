package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Names in a statement's text, quoted or not. */
public final class QuotedNames {
    private QuotedNames() {}

    /**
     * Whether one is found among the words and quoted names, each with those that stand after it and a dot; they are told in
     * order, without quotes, and none is kept: a text may have millions.
     */
    public static boolean anyPath(String sql, Predicate<List<String>> wanted) {
        List<String> path = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(sql);
        Token before = Token.END;
        boolean goesOn = false;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            char first = sql.charAt(lexer.tokenStart());
            boolean isName = token == Token.WORD || isQuote(first);
            if (isName) {
                if (!goesOn || before != Token.DOT) {
                    if (!path.isEmpty() && wanted.test(path)) {
                        return true;
                    }
                    path.clear();
                }
                path.add(unquoted(sql.substring(lexer.tokenStart(), lexer.tokenEnd())));
            }
            goesOn = isName || (goesOn && token == Token.DOT);
            before = token;
        }
        return !path.isEmpty() && wanted.test(path);
    }

    private static String unquoted(String name) {
        int start = isQuote(name.charAt(0)) ? 1 : 0;
        boolean isClosed = name.length() > start && isQuote(name.charAt(name.length() - 1));
        return name.substring(start, name.length() - (isClosed ? 1 : 0));
    }

    private static boolean isQuote(char first) {
        return first == '`' || first == '"';
    }
}
