package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.server.query.QueryRecord.Extent;
import io.lakeflight.server.query.QueryRecord.Failure;
import io.lakeflight.server.query.QueryRecord.Fallback;
import io.lakeflight.server.query.QueryRecord.Lane;
import io.lakeflight.server.query.QueryRecord.Owner;
import io.lakeflight.server.query.QueryRecord.Place;
import io.lakeflight.server.query.QueryRecord.Times;
import io.lakeflight.server.results.CountedRows;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The queries at work, and the last of those that have ended: in memory, and gone with the server. */
public final class QueryHistory {
    private final HistoryConfig config;
    private final Clock clock;
    private final Map<Query, Instant> atWork = new ConcurrentHashMap<>();
    private final Deque<QueryRecord> ended = new ArrayDeque<>();

    public QueryHistory(HistoryConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** From here on the query is told of. */
    void begins(Query query) {
        atWork.put(query, clock.instant());
        query.whenEnded(() -> ends(query));
    }

    private void ends(Query query) {
        Instant submitted = atWork.remove(query);
        if (submitted == null) {
            return;
        }
        QueryRecord last = record(query, submitted, Optional.of(submitted.plus(query.age())));
        synchronized (ended) {
            ended.addLast(last);
            while (ended.size() > config.maxQueries()) {
                ended.removeFirst();
            }
        }
    }

    /** All there are, as of now: first those that have ended, in that order. */
    public List<QueryRecord> records() {
        List<QueryRecord> running = new ArrayList<>();
        // Before those that have ended: a query that ends meanwhile may be there twice, but not be missed.
        atWork.forEach((query, submitted) -> running.add(record(query, submitted, Optional.empty())));
        List<QueryRecord> all;
        synchronized (ended) {
            all = new ArrayList<>(ended);
        }
        Set<String> known = all.stream().map(QueryRecord::id).collect(Collectors.toSet());
        running.stream()
                .filter(query -> !known.contains(query.id()))
                .sorted((a, b) -> a.times().submitted().compareTo(b.times().submitted()))
                .forEach(all::add);
        return all;
    }

    private static QueryRecord record(Query query, Instant submitted, Optional<Instant> end) {
        return new QueryRecord(
                query.id(),
                Owner.of(query.session()),
                // Whose rows nobody has fetched.
                end.isPresent() && !query.state().isTerminal() ? QueryState.CANCELED : query.state(),
                query.known().map(QueryHistory::statementClass),
                place(query),
                new Times(submitted, query.startedAfter().map(submitted::plus), end),
                extent(query),
                query.failure().map(Failure::of));
    }

    private static String statementClass(Analysis analysis) {
        return analysis.getKind().name().toLowerCase(Locale.ROOT);
    }

    private static Place place(Query query) {
        Optional<String> plane = Optional.of(query.plane()).filter(name -> !name.isEmpty());
        Lane engines = query.execution().getFast() ? Lane.FAST : Lane.SPARK;
        Optional<Lane> lane =
                plane.isPresent() ? Optional.of(engines) : query.known().map(analysis -> Lane.FRONT);
        return new Place(
                lane, plane, Optional.of(query.engineId()).filter(id -> !id.isEmpty()), Fallback.of(query.execution()));
    }

    private static Extent extent(Query query) {
        Optional<CountedRows> sent = query.sent();
        if (sent.isPresent()) {
            return new Extent(
                    OptionalLong.of(sent.get().rows()),
                    OptionalLong.of(sent.get().bytes()));
        }
        long changed = query.outcome().map(Outcome::getAffectedRows).orElse(-1L);
        return new Extent(changed < 0 ? OptionalLong.empty() : OptionalLong.of(changed), OptionalLong.empty());
    }
}
