package io.lakeflight.server.query;

import io.lakeflight.catalog.TableName;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.server.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keeps maintenance and the statements of clients apart where one would spoil the other. Clients go first: a claim is
 * refused while such a statement is at work, and one that comes later ends the claim and waits until it has ended.
 *
 * <p>Either side makes itself known before it looks for the other, so at least one of two that meet sees the other.
 */
public final class TableClaims {
    private final RunningStatements running;
    private final QueryRegistry registry;
    private final Clock clock;
    private final Map<TableName, Claim> claims = new ConcurrentHashMap<>();

    /** What of a table is claimed. */
    public enum Aspect {
        /** Its snapshots that are not current: statements that read history would miss files. */
        HISTORY,
        /** Its data files: statements that replace rows would fail. */
        ROWS
    }

    /** Held while the table is worked on. */
    public final class Claim implements AutoCloseable {
        private final TableName table;
        private final Set<Aspect> aspects;
        private final Session by;
        private final Runnable giveWay;
        private final CompletableFuture<Void> released = new CompletableFuture<>();

        private Claim(TableName table, Set<Aspect> aspects, Session by, Runnable giveWay) {
            this.table = table;
            this.aspects = Set.copyOf(aspects);
            this.by = by;
            this.giveWay = giveWay;
        }

        private boolean isSpoiledBy(Query query) {
            return query.session() != by
                    && query.known().filter(this::conflicts).isPresent();
        }

        private boolean conflicts(Analysis analysis) {
            boolean history = aspects.contains(Aspect.HISTORY)
                    && analysis.getReadsHistory()
                    && isOneOf(analysis.getReadsList(), table);
            boolean rows = aspects.contains(Aspect.ROWS)
                    && analysis.getRewritesRows()
                    && isOneOf(analysis.getWritesList(), table);
            return history || rows;
        }

        /** Lets statements that wait for it go on. */
        @Override
        public void close() {
            claims.remove(table, this);
            released.complete(null);
        }
    }

    TableClaims(RunningStatements running, QueryRegistry registry, Clock clock) {
        this.running = running;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Claims aspects of a table for statements of a session; empty if a client's statement would be spoiled, or the
     * table is claimed already.
     *
     * @param giveWay told when a client's statement comes: the work must end soon, and the claim be closed
     */
    public Optional<Claim> claim(TableName table, Set<Aspect> aspects, Session by, Runnable giveWay) {
        Claim claim = new Claim(table, aspects, by, giveWay);
        if (claims.putIfAbsent(table, claim) != null) {
            return Optional.empty();
        }
        boolean free = live().noneMatch(claim::isSpoiledBy)
                && registry.preparedStatements().stream()
                        .noneMatch(prepared -> prepared.session() != by
                                && prepared.analysis().getReadsHistory()
                                && claim.conflicts(prepared.analysis()));
        if (free) {
            return Optional.of(claim);
        }
        claim.close();
        return Optional.empty();
    }

    /** Since when there are statements that use the table, or may do: nothing they saw then may be deleted. */
    public Optional<Instant> usedSince(TableName table, Session except) {
        return live().filter(query -> query.session() != except)
                .filter(query -> query.known().map(known -> uses(known, table)).orElse(true))
                .map(query -> clock.instant().minus(query.age()))
                .min(Instant::compareTo);
    }

    /** Ends the claims that the query would be spoiled by, and waits until they have ended or it is canceled. */
    void makeWayFor(Query query) {
        for (Claim claim : List.copyOf(claims.values())) {
            if (claim.isSpoiledBy(query)) {
                claim.giveWay.run();
                CompletableFuture.anyOf(claim.released, query.canceled())
                        .handle((nothing, canceled) -> nothing)
                        .join();
            }
        }
    }

    /** At work, or waiting for their rows to be fetched. */
    private Stream<Query> live() {
        Stream<Query> fetchable = registry.queries().stream()
                .filter(query -> !query.canceled().isDone())
                .filter(query -> !query.state().isTerminal());
        return Stream.concat(running.all().stream(), fetchable);
    }

    private static boolean uses(Analysis analysis, TableName table) {
        return isOneOf(analysis.getReadsList(), table) || isOneOf(analysis.getWritesList(), table);
    }

    private static boolean isOneOf(List<io.lakeflight.engine.protocol.TableName> tables, TableName table) {
        return tables.stream().anyMatch(candidate -> is(candidate, table));
    }

    /** Branches and metadata tables have names below their table's. */
    private static boolean is(io.lakeflight.engine.protocol.TableName candidate, TableName table) {
        String schema = String.join(".", candidate.getNamespaceList());
        String below = table.schema() + "." + table.table();
        return candidate.getCatalog().equals(table.catalog())
                && ((schema.equals(table.schema()) && candidate.getName().equals(table.table()))
                        || schema.equals(below)
                        || schema.startsWith(below + "."));
    }
}
