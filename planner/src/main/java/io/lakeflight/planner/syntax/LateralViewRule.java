package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.Set;

/** {@code LATERAL VIEW explode(x) t AS a, b} is a join with a table function. */
final class LateralViewRule implements SyntaxRule {
    private static final Set<String> NEXT = Set.of(
            "as",
            "lateral",
            "where",
            "group",
            "having",
            "order",
            "sort",
            "cluster",
            "distribute",
            "limit",
            "union",
            "except",
            "minus",
            "intersect",
            "window",
            "join",
            "left",
            "right",
            "inner",
            "cross",
            "full",
            "pivot",
            "unpivot",
            "offset",
            "natural",
            "anti",
            "semi",
            "tablesample");

    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        if (!pieces.peek().is("lateral") || !pieces.peek(1).is("view")) {
            return false;
        }
        int start = pieces.peek(2).is("outer") ? 3 : 2;
        int name = pieces.name(start);
        if (name == 0 || pieces.peek(start + name).kind() != Kind.OPEN) {
            return false;
        }
        int call = name + pieces.balanced(start + name);
        boolean outer = start == 3;
        pieces.skip(start);
        pieces.write(Piece.word(outer ? "LEFT" : "CROSS"), Piece.word("JOIN"), Piece.word("LATERAL"));
        pieces.write(Piece.word("TABLE"), Piece.open());
        pieces.copy(call);
        pieces.write(Piece.close());
        alias(pieces);
        if (outer) {
            pieces.write(Piece.word("ON"), Piece.word("TRUE"));
        }
        return true;
    }

    private static void alias(Pieces pieces) {
        boolean named = pieces.peek().isName() && !pieces.peek().isOneOf(NEXT);
        boolean columns = pieces.peek(named ? 1 : 0).is("as");
        if (!named && !columns) {
            return;
        }
        pieces.write(Piece.word("AS"));
        if (named) {
            pieces.write(pieces.peek().kind() == Kind.WORD ? pieces.peek().quoted() : pieces.peek());
            pieces.skip(1);
        } else {
            pieces.write(Piece.word("\"\u00b7\""));
        }
        if (!columns) {
            return;
        }
        pieces.skip(1);
        pieces.write(Piece.open());
        pieces.copy();
        while (pieces.peek().kind() == Kind.COMMA && pieces.peek(1).isName() && !isRelation(pieces)) {
            pieces.copy(2);
        }
        pieces.write(Piece.close());
    }

    /** Whether behind the comma there is a table with an alias or in brackets, rather than one more column. */
    private static boolean isRelation(Pieces pieces) {
        Piece behind = pieces.peek(2);
        return behind.kind() == Kind.OPEN
                || behind.kind() == Kind.DOT
                || (behind.isName() && !behind.isOneOf(NEXT))
                || behind.is("as");
    }
}
