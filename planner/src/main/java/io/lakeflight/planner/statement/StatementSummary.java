package io.lakeflight.planner.statement;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement is about.
 *
 * @param reads names of tables and views as written, in their parts; empty of an opaque statement
 * @param writes as {@code reads}
 * @param opaque why nothing is known of a statement but its class; empty if it was read
 */
public record StatementSummary(
        StatementClass kind, Set<List<String>> reads, Set<List<String>> writes, Optional<String> opaque) {
    public StatementSummary {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    static StatementSummary opaque(StatementClass kind, String reason) {
        return new StatementSummary(kind, Set.of(), Set.of(), Optional.of(reason));
    }
}
