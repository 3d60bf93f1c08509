package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.Set;

/** What may stand around a table's name: a snapshot or a sample of it, and the ways to insert into one. */
final class TableRule implements SyntaxRule {
    private static final Set<String> POINTS = Set.of("version", "timestamp", "system_version", "system_time");
    private static final Set<String> INTO = Set.of("into", "overwrite");

    @Override
    public boolean apply(Pieces pieces, Scope scope) {
        if (pieces.peek().is("insert") && pieces.peek(1).isOneOf(INTO)) {
            insert(pieces);
            return true;
        }
        if (scope.clause() != Scope.Clause.FROM) {
            return false;
        }
        if (isPoint(pieces, 0) && !pieces.last().is("for")) {
            pieces.write(Piece.word("FOR"), Piece.word("SYSTEM_TIME"));
            pieces.skip(1);
            return true;
        }
        if (pieces.peek().is("for") && isPoint(pieces, 1)) {
            pieces.copy();
            pieces.write(Piece.word("SYSTEM_TIME"));
            pieces.skip(1);
            return true;
        }
        if (pieces.peek().is("tablesample") && pieces.peek(1).kind() == Kind.OPEN) {
            sample(pieces);
            return true;
        }
        return false;
    }

    private static boolean isPoint(Pieces pieces, int ahead) {
        return pieces.peek(ahead).isOneOf(POINTS)
                && pieces.peek(ahead + 1).is("as")
                && pieces.peek(ahead + 2).is("of");
    }

    /** {@code INSERT OVERWRITE TABLE t PARTITION (…) IF NOT EXISTS} as {@code INSERT INTO t}. */
    private static void insert(Pieces pieces) {
        pieces.copy();
        pieces.write(Piece.word("INTO"));
        pieces.skip(1);
        if (pieces.peek().is("table")) {
            pieces.skip(1);
        }
        pieces.copy(pieces.name(0));
        if (pieces.peek().is("partition") && pieces.peek(1).kind() == Kind.OPEN) {
            pieces.skip(1 + pieces.balanced(1));
        }
        if (pieces.peek().is("if")) {
            pieces.skip(3);
        }
        if (pieces.peek().is("by") && pieces.peek(1).is("name")) {
            pieces.skip(2);
        }
    }

    /** How much is sampled is of no meaning for what is read. */
    private static void sample(Pieces pieces) {
        pieces.skip(1 + pieces.balanced(1));
        if (pieces.peek().is("repeatable") && pieces.peek(1).kind() == Kind.OPEN) {
            pieces.skip(1 + pieces.balanced(1));
        }
    }
}
