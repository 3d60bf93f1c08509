package io.lakeflight.server.maintenance;

/**
 * How actions are to be taken.
 *
 * @param cause {@code schedule} or {@code request}
 * @param dryRun only tells what would be done
 * @param forced snapshots may go that other engines may be reading; those that this server's statements use stay
 */
record MaintenanceOrder(String cause, boolean dryRun, boolean forced) {
    static final MaintenanceOrder SCHEDULED = new MaintenanceOrder(MaintenanceReport.SCHEDULE, false, false);
}
