package io.lakeflight.planner.simple;

/** The text is none of the queries that are read here, or one whose answer is Spark's to give. */
final class NotSimple extends Exception {
    private static final long serialVersionUID = 1;

    NotSimple() {
        super(null, null, false, false);
    }
}
