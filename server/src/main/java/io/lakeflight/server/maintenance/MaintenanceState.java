package io.lakeflight.server.maintenance;

/** What became of an action. */
public enum MaintenanceState {
    /** A dry run: this would be done. */
    PLANNED,
    /** There is nothing to do. */
    NOTHING,
    /** At work. */
    RUNNING,
    /** Done. */
    DONE,
    /** Not done now, out of regard for others; to be tried again later. */
    DEFERRED,
    /** An error ended it; the table is as before, or a part of the work is done. */
    FAILED,
    /** The server or its engine ended in the middle: all, a part or nothing may be done. */
    UNKNOWN
}
