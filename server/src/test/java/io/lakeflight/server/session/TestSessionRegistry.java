package io.lakeflight.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TestSessionRegistry {
    private static final SessionConfig TWO_SESSIONS =
            new SessionConfig(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 2, 10);

    private final List<Session> closed = new CopyOnWriteArrayList<>();
    private final SessionRegistry registry = new SessionRegistry(TWO_SESSIONS, closed::add);

    @Test
    void callsWithTheSameKeyShareOneSession() {
        assertThat(registry.session(caller("a"))).isSameAs(registry.session(caller("a")));
        assertThat(registry.session(caller("b"))).isNotSameAs(registry.session(caller("a")));
    }

    @Test
    void sessionStartsWhereTheCallsHeadersSay() {
        Caller caller = new Caller("ann", "a", Map.of("schema", "tpch"));

        Session session = registry.session(caller);

        assertThat(session.state().schema()).isEqualTo("tpch");
        assertThat(session.state().catalog()).isEqualTo(Session.DEFAULT_CATALOG);
    }

    @Test
    void oneSessionTooManyIsRefused() {
        registry.session(caller("a"));
        registry.session(caller("b"));

        assertThatThrownBy(() -> registry.session(caller("c")))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS))
                .hasMessageContaining("sessions.max-sessions");
        assertThat(registry.session(caller("a"))).isNotNull();
    }

    @Test
    void closedSessionMakesRoom() {
        Session first = registry.session(caller("a"));
        registry.session(caller("b"));

        registry.close(caller("a"));

        assertThat(registry.session(caller("c"))).isNotNull();
        assertThat(registry.session(caller("b"))).isNotSameAs(first);
        assertThat(registry.find(caller("a"))).isEmpty();
    }

    private static Caller caller(String key) {
        return new Caller(Caller.ANONYMOUS, key, Map.of());
    }
}
