package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;

/** Names in a statement's text, quoted or not. */
public final class QuotedNames {
    private QuotedNames() {}

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

    private static boolean isQuote(char first) {
        return first == '`' || first == '"';
    }
}
