package io.lakeflight.server.query;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionConfig;
import io.lakeflight.server.session.SessionRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients hold names of: prepared statements by handle, queries by ticket. Either expires when unused for too long, so
 * that what clients leak is bounded. Of queries that have ended, the oldest give way to others.
 */
public final class QueryRegistry {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private final SessionConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, PreparedStatement> handles;
    private final Cache<String, Query> queries;
    private final long mostEndedBytes;
    private final Deque<Query> ended = new ArrayDeque<>();

    private long endedBytes;

    /** @param mostEndedBytes what queries that have ended may take: their schemas, and the rows of some effects */
    public QueryRegistry(SessionConfig config, Clock clock, long mostEndedBytes) {
        this.config = config;
        this.clock = clock;
        this.mostEndedBytes = mostEndedBytes;
        this.handles = Caffeine.newBuilder()
                .expireAfterAccess(config.handleTimeout())
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                // Null is what has been collected, and nothing is held weakly here.
                .removalListener(
                        (@Nullable String handle, @Nullable PreparedStatement statement, RemovalCause cause) -> {
                            requireNonNull(statement).session().handles().decrementAndGet();
                            statement.close();
                        })
                .build();
        this.queries = Caffeine.newBuilder()
                .expireAfterAccess(config.handleTimeout())
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener((@Nullable String id, @Nullable Query query, RemovalCause cause) ->
                        requireNonNull(query).expire())
                .build();
    }

    /** An id that tells its time, and that no other query has. */
    String newQueryId() {
        return TIME.format(clock.instant()) + "_" + secret(12);
    }

    String register(PreparedStatement statement) {
        Session session = statement.session();
        if (session.handles().incrementAndGet() > config.maxHandles()) {
            session.handles().decrementAndGet();
            statement.close();
            throw new QueryException(
                    ErrorCode.TOO_MANY_HANDLES,
                    "The session holds %d prepared statements, which is the limit (sessions.max-handles); close some"
                            .formatted(config.maxHandles()));
        }
        String handle = secret(18);
        handles.put(handle, statement);
        if (session.isClosed()) {
            // The session's end may have come before the handle.
            forget(session);
            throw SessionRegistry.unknown();
        }
        return handle;
    }

    /** Forgets what a session that has ended held. */
    void forget(Session session) {
        handles.asMap().values().removeIf(statement -> statement.session() == session);
        queries.asMap().values().removeIf(query -> query.session() == session);
    }

    public PreparedStatement prepared(String handle, String user) {
        PreparedStatement statement = handles.getIfPresent(handle);
        if (statement == null || !statement.session().user().equals(user)) {
            throw new QueryException(
                            ErrorCode.UNKNOWN_HANDLE,
                            "Unknown prepared statement: it was closed, has expired, or was never prepared here."
                                    + " Prepare it again")
                    .ofQuery(newQueryId());
        }
        return statement;
    }

    /** All that clients hold names of, now. */
    List<PreparedStatement> preparedStatements() {
        return List.copyOf(handles.asMap().values());
    }

    /** As above: those waiting for their rows to be fetched, and those at work or ended that may be asked for again. */
    List<Query> queries() {
        return List.copyOf(queries.asMap().values());
    }

    /** Forgets a handle; an unknown one is fine. */
    public void closeHandle(String handle) {
        handles.invalidate(handle);
    }

    /** Gives the query a ticket, by which it is found from here on. */
    void register(Query query) {
        query.ticketed(query.id() + "." + secret(12));
        queries.put(query.ticket(), query);
        if (query.session().isClosed()) {
            queries.invalidate(query.ticket());
        }
    }

    /** What a registered query leaves to those who ask again is kept while there is room for it. */
    void ended(Query query) {
        if (!queries.asMap().containsKey(query.ticket())) {
            return;
        }
        synchronized (ended) {
            ended.add(query);
            endedBytes += query.answerSize();
            while (endedBytes > mostEndedBytes && ended.size() > 1) {
                Query oldest = ended.remove();
                endedBytes -= oldest.answerSize();
                queries.invalidate(oldest.ticket());
            }
        }
    }

    public Query query(String ticket, String user) {
        return find(ticket, user).orElseThrow(() -> new QueryException(
                        ErrorCode.UNKNOWN_TICKET,
                        "Unknown ticket: its result has expired, or it was never issued here. Send the statement again")
                .ofQuery(newQueryId()));
    }

    public Optional<Query> find(String ticket, String user) {
        return Optional.ofNullable(queries.getIfPresent(ticket))
                .filter(query -> query.session().user().equals(user));
    }

    private String secret(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
