package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionConfig;
import io.lakeflight.server.session.SessionEvents;
import io.lakeflight.server.session.SessionRegistry;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestQueryRegistry {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final SessionConfig CONFIG = new SessionConfig(HOUR, HOUR, HOUR, 10, 2, 200);
    private static final Analysis SELECT =
            Analysis.newBuilder().setKind(StatementKind.QUERY).build();

    private final HeldBytes held = new HeldBytes(1 << 20);
    private final QueryRegistry registry = new QueryRegistry(CONFIG, Clock.systemUTC(), 10 << 10);
    private final SessionRegistry sessions = new SessionRegistry(CONFIG, new TestingEvents(), System::nanoTime);
    private final Session session = sessions.open("ann");

    @Test
    void queryThatHasEndedHoldsNeitherTextNorParameters() {
        Query query = planned("SELECT 1 /* " + "x".repeat(100_000) + " */");
        assertThat(held.total()).isGreaterThan(100_000);

        query.end();

        assertThat(held.total()).isZero();
        assertThat(query.toStatement().getSerializedSize()).isZero();
        assertThat(registry.find(query.ticket(), "ann")).containsSame(query);
    }

    @Test
    void queryThatHasEndedKeepsNobodyWhoWaitedForItsCancel() {
        Query query = planned("SELECT 1");
        query.canceled().whenComplete((nothing, reason) -> assertThat(reason).isNull());

        query.end();

        assertThat(query.canceled().getNumberOfDependents()).isZero();
    }

    @Test
    void idOfAQueryIsNoTicketForItsRows() {
        Query query = planned("SELECT 1");

        assertThat(registry.find(query.ticket(), "ann")).containsSame(query);
        assertThat(registry.find(query.id(), "ann")).isEmpty();
        assertThat(registry.find("", "ann")).isEmpty();
    }

    @Test
    void oldestAnswersGiveWay() {
        Query first = ended(1 << 10);
        Query last = first;
        for (int i = 0; i < 20; i++) {
            last = ended(1 << 10);
        }

        assertThat(registry.find(first.ticket(), "ann")).isEmpty();
        assertThat(registry.find(last.ticket(), "ann")).containsSame(last);
    }

    @Test
    void lastAnswerIsKeptHoweverLargeItIs() {
        Query large = ended(1 << 20);

        assertThat(registry.find(large.ticket(), "ann")).containsSame(large);
    }

    @Test
    void statementsOfASessionThatEndedAreForgotten() {
        String handle = registry.register(prepared("SELECT 1"));
        Query waiting = planned("SELECT 2");

        registry.forget(session);

        assertThatThrownBy(() -> registry.prepared(handle, "ann")).isInstanceOf(QueryException.class);
        assertThat(registry.find(waiting.ticket(), "ann")).isEmpty();
        assertThat(held.total()).isZero();
        assertThat(waiting.claimRun()).isFalse();
    }

    @Test
    void closedSessionTakesNoNewStatements() {
        PreparedStatement late = prepared("SELECT 1");
        sessions.close(session);

        assertFails(ErrorCode.UNKNOWN_SESSION, () -> registry.register(late));
        assertThat(registry.find(planned("SELECT 2").ticket(), "ann")).isEmpty();
        assertThat(held.total()).isZero();
    }

    @Test
    void handleTooManyIsRefusedAndLeavesNothing() {
        registry.register(prepared("SELECT 1"));
        String second = registry.register(prepared("SELECT 2"));
        long before = held.total();

        assertFails(ErrorCode.TOO_MANY_HANDLES, () -> registry.register(prepared("SELECT 3")));

        assertThat(held.total()).isEqualTo(before);
        registry.closeHandle(second);
        registry.register(prepared("SELECT 3"));
    }

    private Query planned(String sql) {
        Query query = new Query(registry.newQueryId(), session, sql, Dialect.STANDARD, held.claim());
        query.take(ByteString.EMPTY);
        query.planned(SELECT);
        registry.register(query);
        return query;
    }

    private Query ended(int bytes) {
        Query query = planned("SET a = 1");
        query.finished(Outcome.newBuilder()
                .setRows(ByteString.copyFrom(new byte[bytes]))
                .build());
        query.end();
        registry.ended(query);
        return query;
    }

    private PreparedStatement prepared(String sql) {
        return new PreparedStatement(session, sql, Dialect.STANDARD, SELECT, session.state(), "", held.claim());
    }

    private static void assertFails(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    private static final class TestingEvents implements SessionEvents {
        @Override
        public void rests(Session session) {}

        @Override
        public void ended(Session session) {}
    }
}
