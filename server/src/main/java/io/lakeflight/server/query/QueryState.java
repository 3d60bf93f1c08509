package io.lakeflight.server.query;

/** Where a query stands; the names are reused in history, metrics and traces. */
public enum QueryState {
    /** Accepted, nothing done for it yet. */
    QUEUED,
    /** Being analysed. */
    PLANNING,
    /** Waiting for a data plane to come up. */
    STARTING,
    /** An engine works on it, or its rows are on their way. */
    RUNNING,
    /** Every row was delivered, or its effect took place. */
    FINISHED,
    /** Ended by an error. */
    FAILED,
    /** Ended by its client, a limit or an operator. */
    CANCELED;

    public boolean isTerminal() {
        return this == FINISHED || this == FAILED || this == CANCELED;
    }
}
