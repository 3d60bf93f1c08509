package io.lakeflight.planner.syntax;

import io.lakeflight.planner.syntax.Piece.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Which clause of which query a token stands in. */
final class Scope {
    enum Clause {
        /** Not within a query: an expression's brackets, or before the first keyword. */
        NONE,
        SELECT,
        FROM,
        GROUP,
        ORDER,
        OTHER
    }

    private static final Set<String> ENDING = Set.of(
            "where",
            "having",
            "limit",
            "offset",
            "fetch",
            "window",
            "qualify",
            "union",
            "intersect",
            "except",
            "minus",
            "sort",
            "cluster",
            "distribute",
            "set",
            "when");

    private final Deque<Clause> clauses = new ArrayDeque<>();
    private boolean atRelation;
    private boolean afterDistinct;

    Scope() {
        clauses.push(Clause.NONE);
    }

    Clause clause() {
        return clauses.element();
    }

    /** Whether a table, a query in brackets or the like is to come. */
    boolean isAtRelation() {
        return atRelation;
    }

    /** Takes note of a token that has been passed. */
    void pass(Piece piece) {
        boolean wasDistinct = afterDistinct;
        boolean wasRelation = atRelation;
        atRelation = false;
        afterDistinct = piece.is("distinct");
        if (piece.kind() == Kind.OPEN) {
            clauses.push(Clause.NONE);
            // A join in brackets.
            atRelation = wasRelation;
            if (wasRelation) {
                enter(Clause.FROM);
            }
        } else if (piece.kind() == Kind.CLOSE) {
            if (clauses.size() > 1) {
                clauses.pop();
            }
        } else if (piece.kind() == Kind.COMMA) {
            atRelation = clause() == Clause.FROM;
        } else if (piece.kind() == Kind.WORD) {
            passWord(piece, wasDistinct, wasRelation);
        }
    }

    private void passWord(Piece piece, boolean afterDistinct, boolean wasRelation) {
        if (piece.is("select")) {
            enter(Clause.SELECT);
        } else if (piece.is("from") && !afterDistinct && (clause() != Clause.NONE || clauses.size() == 1)) {
            enter(Clause.FROM);
            atRelation = true;
        } else if (clause() == Clause.FROM && (piece.is("join") || (wasRelation && piece.is("lateral")))) {
            atRelation = true;
        } else if (clause() != Clause.NONE && piece.is("group")) {
            enter(Clause.GROUP);
        } else if (clause() != Clause.NONE && piece.is("order")) {
            enter(Clause.ORDER);
        } else if (clause() != Clause.NONE && piece.isOneOf(ENDING)) {
            enter(Clause.OTHER);
        }
    }

    private void enter(Clause clause) {
        clauses.pop();
        clauses.push(clause);
    }
}
