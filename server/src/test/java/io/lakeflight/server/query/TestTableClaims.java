package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.TableName;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.query.TableClaims.Aspect;
import io.lakeflight.server.query.TableClaims.Claim;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionConfig;
import io.lakeflight.server.session.SessionEvents;
import io.lakeflight.server.session.SessionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestTableClaims {
    private static final TableName TABLE = new TableName("lake", "s", "t");
    private static final Analysis HISTORY =
            reading("s").toBuilder().setReadsHistory(true).build();
    private static final Analysis DELETE = Analysis.newBuilder()
            .setKind(StatementKind.DML)
            .addWrites(name("s", "t"))
            .setRewritesRows(true)
            .build();

    private final HeldBytes held = new HeldBytes(1 << 20);
    private final SessionRegistry sessions =
            new SessionRegistry(SessionConfig.DEFAULTS, new NoEvents(), System::nanoTime);
    private final Session client = sessions.open("ann");
    private final Session maintenance = sessions.open("maintenance");
    private final QueryRegistry registry = new QueryRegistry(SessionConfig.DEFAULTS, Clock.systemUTC(), 10 << 10);
    private final RunningStatements running = new RunningStatements(LimitsConfig.DEFAULTS);
    private final TableClaims claims = new TableClaims(running, registry, Clock.systemUTC());

    @AfterEach
    void close() {
        running.close();
        sessions.close();
    }

    @Test
    void claimIsRefusedWhileAStatementItWouldSpoilIsAtWork() {
        Query reader = query(client, HISTORY);
        try (RunningStatements.Slot slot = running.enter(reader, () -> {})) {
            assertThat(claim(Aspect.HISTORY)).isEmpty();
            assertThat(release(claim(Aspect.ROWS))).isTrue();
        }
        assertThat(release(claim(Aspect.HISTORY))).isTrue();
    }

    @Test
    void claimIsRefusedWhileRowsOfHistoryMayBeFetchedOrItsReaderIsPrepared() {
        Query reader = query(client, HISTORY);
        registry.register(reader);
        assertThat(claim(Aspect.HISTORY)).isEmpty();

        reader.moveTo(QueryState.FINISHED);
        assertThat(release(claim(Aspect.HISTORY))).isTrue();

        String handle = registry.register(
                new PreparedStatement(client, "SELECT 1", Dialect.STANDARD, HISTORY, client.state(), "", held.claim()));
        assertThat(claim(Aspect.HISTORY)).isEmpty();

        registry.closeHandle(handle);
        assertThat(release(claim(Aspect.HISTORY))).isTrue();
    }

    @Test
    void branchesAndMetadataTablesBelongToTheirTable() {
        registry.register(query(
                client,
                Analysis.newBuilder()
                        .setKind(StatementKind.QUERY)
                        .setReadsHistory(true)
                        .addReads(name("s.t", "files"))
                        .build()));

        assertThat(claim(Aspect.HISTORY)).isEmpty();
    }

    @Test
    void statementThatComesLaterEndsTheClaimAndWaitsForIt() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Claim claim = claims.claim(TABLE, Set.of(Aspect.ROWS), maintenance, () -> asked.complete(null))
                .orElseThrow();

        CompletableFuture<Void> waited = CompletableFuture.runAsync(() -> claims.makeWayFor(query(client, DELETE)));
        asked.get();
        assertThat(waited).isNotDone();

        claim.close();
        waited.get();
    }

    @Test
    void statementThatIsCanceledWaitsNoLonger() {
        Query delete = query(client, DELETE);
        QueryException reason = new QueryException(ErrorCode.CANCELED, "canceled");
        assertThat(claims.claim(TABLE, Set.of(Aspect.ROWS), maintenance, () -> delete.canceled()
                        .completeExceptionally(reason)))
                .isPresent();

        claims.makeWayFor(delete);

        assertThat(delete.canceled()).isCompletedExceptionally();
    }

    @Test
    void statementsThatNothingSpoilsWaitForNobody() {
        Runnable never = () -> {
            throw new AssertionError("asked to make way");
        };
        assertThat(claims.claim(TABLE, Set.of(Aspect.ROWS, Aspect.HISTORY), maintenance, never))
                .isPresent();

        claims.makeWayFor(query(client, reading("s")));
        claims.makeWayFor(
                query(client, reading("other").toBuilder().setReadsHistory(true).build()));
        claims.makeWayFor(query(maintenance, DELETE));
    }

    @Test
    void tableIsClaimedOnce() {
        Claim first = claim(Aspect.ROWS).orElseThrow();

        assertThat(claim(Aspect.HISTORY)).isEmpty();
        first.close();
        assertThat(release(claim(Aspect.HISTORY))).isTrue();
    }

    @Test
    void tableIsUsedSinceTheOldestStatementThatReadsItOrMayDo() {
        assertThat(claims.usedSince(TABLE, maintenance)).isEmpty();

        registry.register(query(client, reading("other")));
        registry.register(query(maintenance, reading("s")));
        assertThat(claims.usedSince(TABLE, maintenance)).isEmpty();

        registry.register(query(client, reading("s")));
        assertThat(claims.usedSince(TABLE, maintenance).orElseThrow())
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    }

    private Optional<Claim> claim(Aspect aspect) {
        return claims.claim(TABLE, Set.of(aspect), maintenance, () -> {});
    }

    private static boolean release(Optional<Claim> claim) {
        claim.ifPresent(Claim::close);
        return claim.isPresent();
    }

    private Query query(Session session, Analysis analysis) {
        Query query = new Query(registry.newQueryId(), session, "SELECT 1", Dialect.STANDARD, held.claim());
        query.planned(analysis);
        return query;
    }

    private static Analysis reading(String schema) {
        return Analysis.newBuilder()
                .setKind(StatementKind.QUERY)
                .addReads(name(schema, "t"))
                .build();
    }

    private static io.lakeflight.engine.protocol.TableName name(String schema, String table) {
        return io.lakeflight.engine.protocol.TableName.newBuilder()
                .setCatalog("lake")
                .addAllNamespace(List.of(schema.split("\\.")))
                .setName(table)
                .build();
    }

    private static final class NoEvents implements SessionEvents {
        @Override
        public void rests(Session session) {}

        @Override
        public void ended(Session session) {}
    }
}
