package io.lakeflight.server.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The open sessions by key; a session idle for too long is closed. */
public final class SessionRegistry {
    private final SessionConfig config;
    private final Cache<String, Session> sessions;

    /** {@code closer} is told of every session that ends, whatever ended it. */
    public SessionRegistry(SessionConfig config, Consumer<Session> closer) {
        this.config = config;
        this.sessions = Caffeine.newBuilder()
                .expireAfter(Expiry.accessing((String key, Session session) ->
                        session.isAttached() ? config.idleTimeout() : config.detachedTimeout()))
                .scheduler(Scheduler.systemScheduler())
                .removalListener((String key, Session session, RemovalCause cause) -> closer.accept(session))
                .build();
    }

    /** The caller's session, opened if there is none. */
    public Session session(Caller caller) {
        Session session = sessions.getIfPresent(caller.sessionKey());
        if (session != null) {
            session.attach(true);
            return session;
        }
        if (sessions.estimatedSize() >= config.maxSessions()) {
            sessions.cleanUp();
            if (sessions.estimatedSize() >= config.maxSessions()) {
                throw new QueryException(
                        ErrorCode.TOO_MANY_SESSIONS,
                        "%d sessions are open, which is the limit (sessions.max-sessions); try again later"
                                .formatted(config.maxSessions()));
            }
        }
        return sessions.get(caller.sessionKey(), key -> open(caller));
    }

    public Optional<Session> find(Caller caller) {
        return Optional.ofNullable(sessions.getIfPresent(caller.sessionKey()));
    }

    /** Closes the caller's session; one that is not open is fine. */
    public void close(Caller caller) {
        sessions.invalidate(caller.sessionKey());
    }

    /** The connection a session was used by has ended; the client may come back with its cookie or token. */
    public void detach(String sessionKey) {
        Session session = sessions.getIfPresent(sessionKey);
        if (session != null) {
            session.attach(false);
            // Reading it again starts the shorter time.
            sessions.getIfPresent(sessionKey);
        }
    }

    private static Session open(Caller caller) {
        Map<String, String> defaults = caller.defaults();
        Session.State state = new Session.State(
                defaults.getOrDefault("catalog", Session.DEFAULT_CATALOG),
                defaults.getOrDefault("schema", Session.DEFAULT_SCHEMA),
                Map.of());
        return new Session(UUID.randomUUID().toString(), caller.user(), state);
    }
}
