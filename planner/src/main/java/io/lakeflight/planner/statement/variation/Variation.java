package io.lakeflight.planner.statement.variation;

/**
 * Why a query may give another answer though its tables and the session's settings are as they were.
 *
 * @param reason for people
 */
public record Variation(Cause cause, String reason) {
    /** What may change. */
    public enum Cause {
        /** The time of day. */
        TIME,
        /** Who asks, or where. */
        SESSION,
        /** What its parameters are. */
        PARAMETERS,
        /** Nothing that could be told: chance, or what only Spark knows. */
        UNKNOWN
    }
}
