package io.lakeflight.server.query;

import io.lakeflight.server.routing.TouchedTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where the metadata of a statement's tables was when it was sent.
 *
 * @param versions by table, of each in a file that is written once
 * @param nanoTime before anybody was asked
 */
record SeenTables(Map<TouchedTable, String> versions, long nanoTime) {
    /** Clients that fetch at once do so well within it; whoever holds a ticket for longer gets what there is by then. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    SeenTables {
        versions = Map.copyOf(versions);
    }

    /** Whether it was not longer ago than a client takes that fetches at once. */
    boolean isOfNow() {
        return System.nanoTime() - nanoTime < MOMENT.toNanos();
    }

    /** Those of some catalogs only. */
    Map<TouchedTable, String> of(Predicate<String> catalog) {
        Map<TouchedTable, String> some = new HashMap<>(versions);
        some.keySet().removeIf(table -> !catalog.test(table.catalog()));
        return some;
    }
}
