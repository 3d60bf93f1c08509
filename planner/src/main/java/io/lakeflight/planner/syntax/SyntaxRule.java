package io.lakeflight.planner.syntax;

/** One way in which Spark's SQL differs. */
interface SyntaxRule {
    /**
     * Rewrites what begins at the next token and moves behind it; leaves everything as it is, and returns false, if that
     * is not what this rule is about.
     */
    boolean apply(Pieces pieces, Scope scope);
}
