package io.lakeflight.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TestSessionRegistry {
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration AWAY = Duration.ofMinutes(1);
    private static final SessionConfig TWO_SESSIONS = new SessionConfig(IDLE, AWAY, Duration.ofMinutes(1), 2, 10, 200);

    private final AtomicLong now = new AtomicLong();
    private final TestingEvents events = new TestingEvents();
    private final SessionRegistry registry = new SessionRegistry(TWO_SESSIONS, events, now::get);

    @Test
    void sessionIsFoundByItsCookieAndByItsToken() {
        Session session = registry.open("ann");

        assertThat(registry.ofCookie(session.cookie())).containsSame(session);
        assertThat(registry.ofToken(session.token())).containsSame(session);
        assertThat(registry.ofToken("somebody else's")).isEmpty();
        assertThat(registry.open("ann").cookie()).isNotEqualTo(session.cookie());
    }

    @Test
    void sessionStartsWhereTheFirstCallSays() {
        Session session = registry.open("ann");

        new Caller(session, Map.of("schema", "tpch")).begin();
        new Caller(session, Map.of("schema", "other")).begin();

        assertThat(session.state().schema()).isEqualTo("tpch");
        assertThat(session.state().catalog()).isEqualTo(Session.DEFAULT_CATALOG);
    }

    @Test
    void oneSessionTooManyIsRefused() {
        Session first = registry.open("ann");
        runStatement(first);
        runStatement(registry.open("ann"));

        assertFails(ErrorCode.TOO_MANY_SESSIONS, () -> registry.open("ann").use());
        runStatement(first);
    }

    @Test
    void roundThatFailsIsNotTheLast() throws InterruptedException {
        SessionConfig soon = new SessionConfig(IDLE, Duration.ofMillis(1), Duration.ofMinutes(1), 2, 10, 200);
        CountDownLatch rested = new CountDownLatch(2);
        SessionEvents failing = new SessionEvents() {
            @Override
            public void rests(Session session) {
                rested.countDown();
                throw new AssertionError("a bug");
            }

            @Override
            public void ended(Session session) {}
        };
        try (SessionRegistry started = new SessionRegistry(soon, failing, System::nanoTime)) {
            runStatement(started.open("ann"));
            runStatement(started.open("bob"));
            started.start();

            assertThat(rested.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void sessionThatRunsNothingTakesNoPlace() {
        for (int i = 0; i < 10; i++) {
            registry.open("ann");
        }

        runStatement(registry.open("ann"));
    }

    @Test
    void closedSessionMakesRoom() {
        Session first = registry.open("ann");
        runStatement(first);
        runStatement(registry.open("ann"));

        registry.close(first);

        assertThat(events.ended).containsExactly(first);
        runStatement(registry.open("ann"));
    }

    @Test
    void closedSessionEndsWithItsCookieAndItsToken() {
        Session session = registry.open("ann");

        registry.close(session);

        assertFails(ErrorCode.UNKNOWN_SESSION, session::use);
        assertThat(registry.ofCookie(session.cookie())).isEmpty();
        assertFails(ErrorCode.UNKNOWN_SESSION, () -> registry.ofToken(session.token()));
    }

    @Test
    void sessionOfAClientThatIsAwayRestsAndComesBackAsItWas() {
        Session session = registry.open("ann");
        runStatement(session);
        session.update(session.state().withSchema("tpch"));

        pass(AWAY);

        assertThat(events.resting).containsExactly(session);
        assertThat(session.isAwake()).isFalse();
        runStatement(registry.open("bob"));
        runStatement(registry.ofCookie(session.cookie()).orElseThrow());
        assertThat(session.state().schema()).isEqualTo("tpch");
        assertThat(session.isAwake()).isTrue();
    }

    @Test
    void sessionDoesNotRestWhileOneOfItsConnectionsIsUp() {
        Session session = registry.open("ann");
        session.attach();
        session.attach();
        runStatement(session);

        session.detach();
        pass(AWAY);
        assertThat(events.resting).isEmpty();

        session.detach();
        pass(AWAY);
        assertThat(events.resting).containsExactly(session);
    }

    @Test
    void sessionWithTemporaryViewsDoesNotRest() {
        Session session = registry.open("ann");
        runStatement(session);
        session.engines().hold("interactive", "interactive-1", true);

        pass(AWAY);
        assertThat(events.resting).isEmpty();

        session.engines().hold("interactive", "interactive-1", false);
        pass(AWAY);
        assertThat(events.resting).containsExactly(session);
    }

    @Test
    void lossOfTemporaryViewsIsToldOnce() {
        Session session = registry.open("ann");
        session.engines().hold("interactive", "interactive-1", true);

        assertThat(session.engines().takeLoss("interactive-1", engine -> true)).isTrue();
        assertThat(session.engines().takeLoss("interactive-1", engine -> true)).isFalse();
        assertThat(session.isRepeatable()).isTrue();
    }

    @Test
    void idleSessionEndsWithItsCookieAndItsToken() {
        Session session = registry.open("ann");
        session.attach();

        pass(IDLE);

        assertThat(events.ended).containsExactly(session);
        assertThat(registry.ofCookie(session.cookie())).isEmpty();
        assertFails(ErrorCode.UNKNOWN_SESSION, () -> registry.ofToken(session.token()));
        assertFails(ErrorCode.UNKNOWN_SESSION, session::use);
    }

    @Test
    void sessionIsNotIdleWhileAStatementRuns() {
        Session session = registry.open("ann");
        try (Session.Use statement = session.use()) {
            pass(IDLE.multipliedBy(2));
            assertThat(events.resting).isEmpty();
            assertThat(events.ended).isEmpty();
        }

        pass(IDLE.minusSeconds(1));
        assertThat(events.ended).isEmpty();

        pass(IDLE);
        assertThat(events.ended).containsExactly(session);
    }

    @Test
    void callKeepsASession() {
        Session session = registry.open("ann");

        pass(IDLE.minusSeconds(1));
        session.touch();
        pass(IDLE.minusSeconds(1));

        assertThat(events.ended).isEmpty();
    }

    @Test
    void clientsThatNeverComeBackAreForgottenOldestFirst() {
        Session first = registry.open("ann");
        Session connected = registry.open("ann");
        connected.attach();
        for (int i = 0; i < 100; i++) {
            now.incrementAndGet();
            registry.open("ann");
        }

        assertThat(registry.ofCookie(first.cookie())).isEmpty();
        assertThat(registry.ofCookie(connected.cookie())).isPresent();
        assertThat(events.ended).hasSizeBetween(80, 100);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        registry.goRound();
    }

    private static void runStatement(Session session) {
        session.use().close();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    private static final class TestingEvents implements SessionEvents {
        private final List<Session> resting = new ArrayList<>();
        private final List<Session> ended = new ArrayList<>();

        @Override
        public void rests(Session session) {
            resting.add(session);
        }

        @Override
        public void ended(Session session) {
            ended.add(session);
        }
    }
}
