package io.lakeflight.server.routing;

import java.util.Map;

/**
 * What is known of tables that a statement touches.
 *
 * @param unknown why of the others nothing is
 */
public record Scans(Map<TouchedTable, TableScan> known, Map<TouchedTable, String> unknown) {
    public Scans {
        known = Map.copyOf(known);
        unknown = Map.copyOf(unknown);
    }
}
