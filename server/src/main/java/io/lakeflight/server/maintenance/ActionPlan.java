package io.lakeflight.server.maintenance;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one action on one table.
 *
 * @param state {@code PLANNED}, {@code NOTHING} or {@code DEFERRED}
 * @param call the statement that does it, if it is planned
 * @param extent how much that is, as far as metadata tells
 * @param note for people; empty if there is nothing to say
 */
record ActionPlan(MaintenanceState state, @Nullable ProcedureCall call, Extent extent, String note) {
    static ActionPlan nothing(String note) {
        return new ActionPlan(MaintenanceState.NOTHING, null, Extent.UNKNOWN, note);
    }

    static ActionPlan deferred(String note) {
        return new ActionPlan(MaintenanceState.DEFERRED, null, Extent.UNKNOWN, note);
    }

    static ActionPlan of(ProcedureCall call, Extent extent, String note) {
        return new ActionPlan(MaintenanceState.PLANNED, call, extent, note);
    }
}
