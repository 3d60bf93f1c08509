package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;

/** Names in a statement's text, quoted or not. */
public final class QuotedNames {
    private QuotedNames() {}

    /** The words and quoted names, each with those that stand after it and a dot; in order, without quotes. */
    public static List<List<String>> paths(String sql) {
        List<List<String>> paths = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(sql);
        Token before = Token.END;
        boolean goesOn = false;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            String text = sql.substring(lexer.tokenStart(), lexer.tokenEnd());
            boolean isName = token == Token.WORD || isQuote(text.charAt(0));
            if (isName) {
                if (!goesOn || before != Token.DOT) {
                    paths.add(new ArrayList<>());
                }
                paths.get(paths.size() - 1).add(text.replaceAll("^[`\"]|[`\"]$", ""));
            }
            goesOn = isName || (goesOn && token == Token.DOT);
            before = token;
        }
        return paths;
    }

    private static boolean isQuote(char first) {
        return first == '`' || first == '"';
    }
}
