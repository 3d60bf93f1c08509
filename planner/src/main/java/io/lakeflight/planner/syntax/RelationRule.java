package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.Set;

/** {@code FROM VALUES (1), (2)} is a query in brackets, {@code FROM range(9)} a call of a table function. */
final class RelationRule implements SyntaxRule {
    private static final Set<String> NO_FUNCTIONS = Set.of("table", "unnest", "lateral", "values", "select", "from");

    /** What may stand within a row that has no brackets, besides its value. */
    private static final Set<String> OF_VALUES = Set.of(
            "interval",
            "date",
            "timestamp",
            "timestamp_ntz",
            "timestamp_ltz",
            "time",
            "null",
            "true",
            "false",
            "cast",
            "array",
            "map",
            "struct",
            "named_struct",
            "x",
            "to",
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "or",
            "and",
            "not",
            "is",
            "in",
            "as");

    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        if (!scope.isAtRelation()) {
            return false;
        }
        if (pieces.peek().is("values")) {
            int length = values(pieces);
            pieces.write(Piece.open());
            pieces.copy(length);
            pieces.write(Piece.close());
            return true;
        }
        int name = pieces.name(0);
        if (name > 0 && pieces.peek(name).kind() == Kind.OPEN && !pieces.peek().isOneOf(NO_FUNCTIONS)) {
            int length = name + pieces.balanced(name);
            pieces.write(Piece.word("TABLE"), Piece.open());
            if (pieces.peek().kind() == Kind.WORD) {
                pieces.write(pieces.peek().quoted());
                pieces.skip(1);
                length--;
            }
            pieces.copy(length);
            pieces.write(Piece.close());
            return true;
        }
        return false;
    }

    /** How many tokens the word VALUES and its rows take. */
    private static int values(Pieces pieces) {
        int length = 1;
        while (true) {
            length += row(pieces, length);
            if (pieces.peek(length).kind() != Kind.COMMA) {
                return length;
            }
            length++;
        }
    }

    private static int row(Pieces pieces, int start) {
        if (pieces.peek(start).kind() == Kind.OPEN) {
            return pieces.balanced(start);
        }
        int length = 0;
        while (!pieces.peek(start + length).isEnd()) {
            Piece piece = pieces.peek(start + length);
            boolean isCall = pieces.peek(start + length + 1).kind() == Kind.OPEN;
            if (piece.kind() == Kind.COMMA || piece.kind() == Kind.CLOSE || piece.kind() == Kind.SEMICOLON) {
                break;
            }
            // An alias, or the next clause.
            if (length > 0 && piece.isName() && !isCall && !piece.isOneOf(OF_VALUES)) {
                break;
            }
            if (length > 0 && piece.is("as")) {
                break;
            }
            length += piece.kind() == Kind.OPEN ? pieces.balanced(start + length) : 1;
        }
        return length;
    }
}
