package io.lakeflight.server.query;

import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TouchedTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the answer of a statement could be kept for the next time that it is asked, in a session with the same settings,
 * on a data plane with the same Spark properties, while its tables are the same and have the same schemas and current snapshots.
 */
record Cacheability(boolean isCacheable, String reason) {
    /**
     * @param hasHome whether the session has temporary views, functions or variables, which names may stand for
     * @param planeSettings names of the Spark properties that its data plane has of its own
     */
    static Cacheability of(TextFacts facts, boolean hasHome, Set<String> planeSettings) {
        return obstacle(facts, hasHome, planeSettings)
                .map(reason -> new Cacheability(false, reason))
                .orElseGet(() -> new Cacheability(
                        true, "its text, and the schemas and snapshots of its tables, tell its answer"));
    }

    private static Optional<String> obstacle(TextFacts facts, boolean hasHome, Set<String> planeSettings) {
        StatementSummary summary = facts.summary();
        if (summary.variation().isPresent()) {
            return summary.variation().map(variation -> variation.reason());
        }
        if (hasHome) {
            return Optional.of("the session has temporary views, functions or variables");
        }
        Optional<String> setting = facts.unusualSetting();
        if (setting.isPresent()) {
            return Optional.of("setting " + setting.get() + " may change what it means");
        }
        Optional<String> ofPlane = ReadingSettings.unusual(planeSettings);
        if (ofPlane.isPresent()) {
            return Optional.of("property " + ofPlane.get() + " of the data plane may change what it means");
        }
        if (!facts.serverTables().isEmpty()) {
            return Optional.of(facts.serverTables().get(0) + " tells how things are at the moment");
        }
        Map<TouchedTable, TableScan> scans = facts.scans();
        for (TableRead read : summary.scans()) {
            Optional<TouchedTable> table = facts.table(read.name());
            if (table.isEmpty()) {
                return Optional.of("%s is no table of a catalog".formatted(String.join(".", read.name())));
            }
            if (!scans.containsKey(table.get())) {
                return Optional.of(
                        "snapshot of %s is not known: %s".formatted(table.get().path(), facts.whyUnknown(table.get())));
            }
            if (!read.isCurrent()) {
                return Optional.of("it reads another version of %s than the current one"
                        .formatted(table.get().path()));
            }
        }
        return Optional.empty();
    }
}
