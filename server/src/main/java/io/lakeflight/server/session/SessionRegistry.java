package io.lakeflight.server.session;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions by their cookies and tokens.
 *
 * <p>A session that nobody uses for long ends, and with it its cookie and its token: a client that comes back with one
 * is told so, and never finds itself in another session. Until then a client may stay away as long as it likes. Its
 * session rests meanwhile: what it has set is remembered, which costs little, and no engine holds it, which would cost
 * much.
 */
public final class SessionRegistry implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionRegistry.class);
    private static final String TOKEN_PREFIX = "lakeflight_";
    /** So many sessions are remembered for each that may be open. */
    private static final int REMEMBERED = 10;

    private static final long LONGEST_ROUND_MILLIS = 5_000;

    private final SessionConfig config;
    private final SessionEvents events;
    private final LongSupplier nanoTime;
    private final int mostRemembered;
    private final Semaphore places;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byCookie = new ConcurrentHashMap<>();
    private final Map<String, Session> byToken = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "session-rounds");
        thread.setDaemon(true);
        return thread;
    });

    public SessionRegistry(SessionConfig config, SessionEvents events, LongSupplier nanoTime) {
        this.config = config;
        this.events = events;
        this.nanoTime = nanoTime;
        this.mostRemembered = Math.multiplyExact(config.maxSessions(), REMEMBERED);
        this.places = new Semaphore(config.maxSessions());
    }

    /** Looks after the sessions from here on. */
    public void start() {
        long shortest = Math.min(
                config.idleTimeout().toMillis(), config.detachedTimeout().toMillis());
        long period = Math.min(LONGEST_ROUND_MILLIS, Math.max(1, shortest / 4));
        rounds.scheduleWithFixedDelay(this::goRoundSafely, period, period, TimeUnit.MILLISECONDS);
    }

    /** A session of its own for somebody who has none. */
    public Session open(String user) {
        if (byCookie.size() >= mostRemembered) {
            forgetOldest();
        }
        Session.Names names = new Session.Names(secret(), TOKEN_PREFIX + secret());
        Session session = new Session(UUID.randomUUID().toString(), user, names, new SessionLife(places, nanoTime));
        byCookie.put(names.cookie(), session);
        byToken.put(names.token(), session);
        return session;
    }

    /** Those that have not ended. */
    public List<Session> sessions() {
        return List.copyOf(byCookie.values());
    }

    /** The session a cookie stands for; empty if it is not one of ours or its session has ended. */
    public Optional<Session> ofCookie(String cookie) {
        return Optional.ofNullable(byCookie.get(cookie));
    }

    /**
     * The session a bearer token stands for; empty if it is not one of ours.
     *
     * @throws QueryException if it is one of ours whose session has ended
     */
    public Optional<Session> ofToken(String token) {
        Optional<Session> session = Optional.ofNullable(byToken.get(token));
        if (session.isEmpty() && token.startsWith(TOKEN_PREFIX)) {
            throw unknown();
        }
        return session;
    }

    /** What a client is told whose cookie or token stands for no session. */
    public static QueryException unknown() {
        return SessionLife.expired();
    }

    /** Closes a session at its client's wish: its cookie and its token are refused from here on. */
    public void close(Session session) {
        if (session.life().close()) {
            forget(session);
        }
    }

    /** Ends the sessions that are idle for too long; lets those rest whose clients are away. */
    void goRound() {
        for (Session session : byCookie.values()) {
            if (session.life().closeAfter(config.idleTimeout())) {
                forget(session);
            } else if (session.isRepeatable() && session.life().restAfter(config.detachedTimeout())) {
                events.rests(session);
            }
        }
    }

    private void goRoundSafely() {
        try {
            goRound();
        } catch (RuntimeException | Error e) {
            // Java's timers would not come again, and say nothing.
            log.error("Looking after sessions failed by a bug", e);
        }
    }

    /** Makes room for new clients by ending a hundredth of what is remembered for clients that are away. */
    private synchronized void forgetOldest() {
        byCookie.values().stream()
                .map(session -> Map.entry(session.life().lastUse(), session))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(session -> session.life().closeIfAway())
                .limit(Math.max(1, mostRemembered / 100))
                .forEach(this::forget);
        if (byCookie.size() >= mostRemembered) {
            throw new QueryException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "%d clients are connected, which is %d times the limit of open sessions (sessions.max-sessions); try again later"
                            .formatted(byCookie.size(), REMEMBERED));
        }
    }

    private void forget(Session session) {
        byCookie.remove(session.cookie(), session);
        byToken.remove(session.token(), session);
        events.ended(session);
    }

    private String secret() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
