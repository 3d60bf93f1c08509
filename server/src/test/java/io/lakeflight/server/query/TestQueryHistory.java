package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.query.QueryRecord.Lane;
import io.lakeflight.server.results.CountedRows;
import io.lakeflight.server.results.RowSink;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionConfig;
import io.lakeflight.server.session.SessionEvents;
import io.lakeflight.server.session.SessionRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestQueryHistory {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final HeldBytes held = new HeldBytes(1 << 20);
    private final SessionRegistry sessions =
            new SessionRegistry(SessionConfig.DEFAULTS, new NoEvents(), System::nanoTime);
    private final Session session = sessions.open("ann");
    private final QueryHistory history = new QueryHistory(new HistoryConfig(3), Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void queryAtWorkIsToldAsItStands() {
        Query query = begin("q1");

        QueryRecord waiting = history.records().get(0);
        assertThat(waiting.state()).isEqualTo(QueryState.QUEUED);
        assertThat(waiting.owner().user()).isEqualTo("ann");
        assertThat(waiting.times().submitted()).isEqualTo(NOW);
        assertThat(waiting.times().started()).isEmpty();
        assertThat(waiting.place().lane()).isEmpty();
        assertThat(waiting.extent().rows()).isEmpty();

        query.routedTo("batch");
        query.runsOn("batch-1");
        query.planned(analysis(StatementKind.QUERY));
        query.sendsTo(new CountedRows(new RowSink.Discarded()));
        query.moveTo(QueryState.RUNNING);

        QueryRecord running = history.records().get(0);
        assertThat(running.place().lane()).contains(Lane.SPARK);
        assertThat(running.place().dataPlane()).contains("batch");
        assertThat(running.place().engineId()).contains("batch-1");
        assertThat(running.statementClass()).contains("query");
        assertThat(running.times().started()).isPresent();
        assertThat(running.times().ended()).isEmpty();
        assertThat(running.extent().rows()).hasValue(0);
    }

    @Test
    void queryThatEndedIsToldOfWithoutBeingHeld() {
        Query query = begin("q1");
        query.planned(analysis(StatementKind.DML));
        query.finished(Outcome.newBuilder().setAffectedRows(7).build());
        query.moveTo(QueryState.FINISHED);

        query.end();

        QueryRecord ended = history.records().get(0);
        assertThat(ended.state()).isEqualTo(QueryState.FINISHED);
        assertThat(ended.extent().rows()).hasValue(7);
        assertThat(ended.extent().bytes()).isEmpty();
        assertThat(ended.place().lane()).contains(Lane.FRONT);
        assertThat(ended.times().ended()).isPresent();
        assertThat(query.sent()).isEmpty();
    }

    @Test
    void failureIsToldAndItsMessageCut() {
        Query query = begin("q1");
        query.moveTo(QueryState.FAILED);
        query.failed(new QueryException(ErrorCode.STATEMENT_FAILED, "x".repeat(5_000)).withSqlState("42P01"));

        query.end();

        QueryRecord.Failure failure = history.records().get(0).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
        assertThat(failure.sqlState()).isEqualTo("42P01");
        assertThat(failure.message()).hasSize(1_000).endsWith("…");
        assertThat(query.failure()).isEmpty();
    }

    @Test
    void longNamesAreCut() {
        Query query = new Query("q1", sessions.open("x".repeat(5_000)), "SELECT 1", Dialect.STANDARD, held.claim());
        history.begins(query);
        query.end();

        assertThat(history.records().get(0).owner().user()).hasSize(200).endsWith("…");
    }

    @Test
    void queryThatNobodyFetchedIsCanceled() {
        Query query = begin("q1");
        query.planned(analysis(StatementKind.QUERY));
        query.moveTo(QueryState.PLANNING);

        query.expire();

        assertThat(history.records().get(0).state()).isEqualTo(QueryState.CANCELED);
    }

    @Test
    void oldestGiveWay() {
        IntStream.rangeClosed(1, 5).forEach(number -> begin("q" + number).end());
        begin("q6");

        assertThat(history.records()).extracting(QueryRecord::id).containsExactly("q3", "q4", "q5", "q6");
    }

    private Query begin(String id) {
        Query query = new Query(id, session, "SELECT 1", Dialect.STANDARD, held.claim());
        history.begins(query);
        return query;
    }

    private static Analysis analysis(StatementKind kind) {
        return Analysis.newBuilder().setKind(kind).build();
    }

    private static final class NoEvents implements SessionEvents {
        @Override
        public void rests(Session session) {}

        @Override
        public void ended(Session session) {}
    }
}
