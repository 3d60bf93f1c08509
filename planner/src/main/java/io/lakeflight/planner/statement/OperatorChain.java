package io.lakeflight.planner.statement;

import io.lakeflight.planner.statement.words.SqlToken;
import io.lakeflight.planner.statement.words.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * How many operators stand side by side in one expression: to make a tree of them takes Calcite the square of their number.
 * Those of several clauses of a query are counted as if they were in one.
 */
final class OperatorChain {
    private static final Set<String> WORDS = Set.of(
            "and",
            "between",
            "div",
            "except",
            "ilike",
            "in",
            "intersect",
            "is",
            "like",
            "minus",
            "not",
            "or",
            "rlike",
            "union");

    private OperatorChain() {}

    /** The length of the longest one. */
    static int longest(List<SqlToken> tokens) {
        Deque<Integer> outer = new ArrayDeque<>();
        int length = 0;
        int longest = 0;
        for (SqlToken token : tokens) {
            if (token.isSymbol("(") || token.isSymbol("[")) {
                // Brackets behind a value are an operator, too.
                outer.push(length + 1);
                length = 0;
            } else if (token.isSymbol(")") || token.isSymbol("]")) {
                length = outer.isEmpty() ? 0 : outer.pop();
            } else if (token.isSymbol(",")) {
                length = 0;
            } else if ((token.kind() == Kind.SYMBOL && !token.isSymbol(".")) || token.isOneOf(WORDS)) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }
}
