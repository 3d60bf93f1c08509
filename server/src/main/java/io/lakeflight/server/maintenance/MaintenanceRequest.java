package io.lakeflight.server.maintenance;

import java.util.List;

/**
 * What somebody wants maintained.
 *
 * @param tables as {@link io.lakeflight.catalog.TableName#parse} reads them
 * @param catalogs all tables of these
 * @param all all tables there are
 * @param actions those to take; none: those of each table's policy
 * @param dryRun only tells what would be done
 * @param forced snapshots may go that other engines may be reading; those that this server's statements use stay
 */
public record MaintenanceRequest(
        List<String> tables,
        List<String> catalogs,
        boolean all,
        List<MaintenanceAction> actions,
        boolean dryRun,
        boolean forced) {
    public MaintenanceRequest {
        tables = List.copyOf(tables);
        catalogs = List.copyOf(catalogs);
        actions = List.copyOf(actions);
    }
}
