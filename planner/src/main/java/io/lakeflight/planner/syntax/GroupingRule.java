package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code GROUP BY ALL} and {@code ORDER BY ALL} name a column {@code ALL}; {@code GROUP BY a, b WITH ROLLUP} and {@code
 * GROUP BY a, b GROUPING SETS (…)} say what to do with the columns first.
 */
final class GroupingRule implements SyntaxRule {
    /** Behind the columns; the next GROUP among them, so that no column is looked at for more than one. */
    private static final Set<String> ENDING = Set.of(
            "group",
            "having",
            "order",
            "sort",
            "limit",
            "offset",
            "window",
            "union",
            "except",
            "minus",
            "intersect",
            "fetch",
            "cluster",
            "distribute",
            "qualify",
            "insert");

    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        if (!pieces.peek().is("by")
                || !(pieces.last().is("group") || pieces.last().is("order"))) {
            return false;
        }
        boolean all = pieces.peek(1).is("all") && endsAfterAll(pieces);
        if (all) {
            pieces.copy();
            pieces.write(pieces.peek().quoted());
            pieces.skip(1);
            return true;
        }
        return pieces.last().is("group") && rewritten(pieces);
    }

    private static boolean endsAfterAll(Pieces pieces) {
        Piece behind = pieces.peek(2);
        return behind.isEnd()
                || behind.kind() == Kind.CLOSE
                || behind.kind() == Kind.SEMICOLON
                || behind.isOneOf(ENDING)
                || behind.isOneOf(Set.of("asc", "desc", "nulls"));
    }

    private static boolean rewritten(Pieces pieces) {
        int end = 1;
        while (!pieces.peek(end).isEnd()) {
            Piece piece = pieces.peek(end);
            if (piece.kind() == Kind.CLOSE || piece.kind() == Kind.SEMICOLON || piece.isOneOf(ENDING)) {
                return false;
            }
            if (end > 1
                    && piece.is("grouping")
                    && pieces.peek(end + 1).is("sets")
                    && pieces.peek(end - 1).kind() != Kind.COMMA) {
                pieces.copy();
                pieces.skip(end - 1);
                return true;
            }
            if (piece.is("with") && pieces.peek(end + 1).isOneOf(Set.of("cube", "rollup"))) {
                withAll(pieces, end);
                return true;
            }
            end += piece.kind() == Kind.OPEN ? pieces.balanced(end) : 1;
        }
        return false;
    }

    private static void withAll(Pieces pieces, int end) {
        pieces.copy();
        List<Piece> columns = new ArrayList<>();
        for (int ahead = 0; ahead < end - 1; ahead++) {
            columns.add(pieces.peek(ahead));
        }
        pieces.skip(end);
        pieces.write(Piece.word(pieces.peek().text()), Piece.open());
        pieces.skip(1);
        columns.forEach(pieces::write);
        pieces.write(Piece.close());
    }
}
