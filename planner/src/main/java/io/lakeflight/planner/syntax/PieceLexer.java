package io.lakeflight.planner.syntax;

import io.lakeflight.planner.SqlTokens;
import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text into pieces; comments are left out. */
final class PieceLexer {
    private PieceLexer() {}

    static List<Piece> pieces(String sql) {
        List<Piece> pieces = new ArrayList<>();
        int[] end = {0};
        SqlTokens.forEach(sql, (start, stop) -> {
            String text = sql.substring(start, stop);
            boolean gap = start > end[0] || pieces.isEmpty();
            int last = pieces.size() - 1;
            if (!gap && text.charAt(0) == '`' && pieces.get(last).text().charAt(0) == '`') {
                // A doubled quote within a name ends one token and starts the next.
                Piece first = pieces.get(last);
                pieces.set(last, new Piece(first.gap(), first.kind(), first.text() + text));
            } else {
                pieces.add(new Piece(gap, kind(text), text));
            }
            end[0] = stop;
        });
        return pieces;
    }

    private static Kind kind(String text) {
        char first = text.charAt(0);
        return switch (first) {
            case '(', '[' -> Kind.OPEN;
            case ')', ']' -> Kind.CLOSE;
            case ',' -> Kind.COMMA;
            case '.' -> Kind.DOT;
            case ';' -> Kind.SEMICOLON;
            case '\'' -> Kind.STRING;
            case '"', '`' -> Kind.QUOTED;
            default -> isWord(first) ? Kind.WORD : Kind.OTHER;
        };
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }
}
