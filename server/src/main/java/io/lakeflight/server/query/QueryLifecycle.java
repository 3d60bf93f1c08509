package io.lakeflight.server.query;

import com.google.protobuf.ByteString;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.SqlScript;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.results.ResultRelay;
import io.lakeflight.server.results.RowSink;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a statement.
 *
 * <ol>
 *   <li>{@link #submit} checks the text, has an engine analyse it, and, if it has effects, executes it: once, here,
 *       whatever RPC brought it. What comes back is a query, whose id is the ticket for its rows.
 *   <li>{@link #stream} executes a query without effects when its rows are fetched, and passes them on as they come.
 *   <li>{@link #cancel} ends a query at any point of its life; every reason to end one comes through it.
 * </ol>
 *
 * <p>{@link #prepare} stands before all that: it analyses and executes nothing.
 */
public final class QueryLifecycle implements SessionEvents, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QueryLifecycle.class);
    private static final Duration CANCEL_AGAIN = Duration.ofSeconds(1);
    /** Long enough for a commit, which a cancel does not interrupt, and for the data plane to replace a silent engine. */
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(45);

    private final LimitsConfig limits;
    private final StatementText text;
    private final QueryRegistry registry;
    private final EngineAccess engines;
    private final Settlement settlement;
    private final TableSuggestions suggestions;
    private final ResultRelay relay;
    private final Semaphore slots;
    private final Set<Query> atWork = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService deadlines;
    private final ExecutorService cancels = Executors.newCachedThreadPool(task -> daemon(task, "cancel"));

    private volatile boolean closing;

    public QueryLifecycle(
            LimitsConfig limits, QueryRegistry registry, EngineAccess engines, Catalogs catalogs, ResultRelay relay) {
        this.limits = limits;
        this.text = new StatementText(limits);
        this.registry = registry;
        this.engines = engines;
        this.settlement = new Settlement(catalogs);
        this.suggestions = new TableSuggestions(catalogs);
        this.relay = relay;
        this.slots = new Semaphore(limits.maxRunningStatements());
        this.deadlines = deadlineTimer();
    }

    /** Analyses a statement for later execution and returns its handle. */
    public String prepare(Session session, String sql, CancelSignal signal) {
        Query query = newQuery(session, sql, ByteString.EMPTY);
        return attempt(query, signal, () -> {
            text.requireSingle(sql);
            Session.State state = session.state();
            Analysis analysis = plan(query);
            query.moveTo(QueryState.FINISHED);
            return registry.register(new PreparedStatement(session, sql, analysis, state));
        });
    }

    /** What a statement would return; executes nothing. */
    public Analysis describe(Session session, String sql, ByteString parameters, CancelSignal signal) {
        Query query = newQuery(session, sql, parameters);
        return attempt(query, signal, () -> {
            text.requireSingle(sql);
            return plan(query);
        });
    }

    /** Plans a statement and, if it has effects, executes it before this returns. */
    public Query submit(Session session, String sql, ByteString parameters, CancelSignal signal) {
        Query query = newQuery(session, sql, parameters);
        return attempt(query, signal, () -> {
            text.requireSingle(sql);
            query.planned(plan(query));
            return start(query);
        });
    }

    /**
     * As {@link #submit}, without analysing again what was prepared, unless bound values may change the result's type,
     * or the session may have changed which tables are written.
     */
    public Query submit(PreparedStatement prepared, ByteString parameters, CancelSignal signal) {
        Query query = newQuery(prepared.session(), prepared.sql(), parameters);
        return attempt(query, signal, () -> {
            boolean valid = parameters.isEmpty() && (!prepared.isUpdate() || prepared.isCurrent());
            query.planned(valid ? prepared.analysis() : plan(query));
            return start(query);
        });
    }

    /** Executes the statements of a script one after the other and returns the rows they changed; stops at an error. */
    public long update(Session session, String script, CancelSignal signal) {
        long total = 0;
        for (SqlScript.Statement statement : statements(script)) {
            Query query = submit(session, statement.text(), ByteString.EMPTY, signal);
            total = add(total, affectedRows(query, signal));
        }
        return total;
    }

    private List<SqlScript.Statement> statements(String script) {
        try {
            return text.requireScript(script);
        } catch (QueryException e) {
            throw e.ofQuery(registry.newQueryId());
        }
    }

    /** Rows a submitted query changed; a query without effects is run for nothing but its errors. */
    public long affectedRows(Query query, CancelSignal signal) {
        if (query.hasEffects()) {
            return query.outcome().orElseThrow().getAffectedRows();
        }
        stream(query, new RowSink.Discarded(), signal);
        return -1;
    }

    /** Executes a query without effects and sends its rows, in order, as they come; returns when all are sent. */
    public void stream(Query query, RowSink sink, CancelSignal signal) {
        Optional<Outcome> outcome = query.outcome();
        if (outcome.isPresent()) {
            relay.replay(outcome.get().getRows(), query.analysis().getSchema(), sink);
            return;
        }
        if (!query.claimFetch()) {
            throw new QueryException(
                            ErrorCode.UNKNOWN_TICKET,
                            "The rows of this ticket were fetched already. Send the statement again for a new ticket")
                    .ofQuery(query.id());
        }
        attempt(
                query,
                signal,
                () -> inSlot(query, () -> {
                    query.moveTo(QueryState.RUNNING);
                    long rows = engines.inSession(
                            query,
                            engine -> relay.relay(
                                    engine.client().stream(engines.statement(query)),
                                    query.analysis().getSchema(),
                                    sink,
                                    query.canceled()));
                    query.moveTo(QueryState.FINISHED);
                    return rows;
                }));
    }

    /** Ends a query, whatever it is doing; one that has ended stays as it is. Returns at once. */
    public void cancel(Query query, QueryException reason) {
        if (query.state().isTerminal() || !query.canceled().completeExceptionally(reason)) {
            return;
        }
        long canceled = System.nanoTime();
        cancels.execute(() -> cancelOnEngine(query, canceled));
    }

    /** Once is not enough: the engine may be deaf for a while, or the statement on its way to it. */
    private void cancelOnEngine(Query query, long canceled) {
        try {
            engines.cancel(query);
        } catch (QueryException e) {
            log.debug("Query {} could not be canceled on its engine", query.id(), e);
        }
        if (!atWork.contains(query)) {
            return;
        }
        if (System.nanoTime() - canceled > CANCEL_PATIENCE.toNanos()) {
            log.warn("Query {} did not end within {} of its cancel, and is given up", query.id(), CANCEL_PATIENCE);
            query.abandoned().complete(null);
            return;
        }
        deadlines.schedule(
                () -> cancels.execute(() -> cancelOnEngine(query, canceled)),
                CANCEL_AGAIN.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void rests(Session session) {
        engines.release(session);
    }

    /** Ends what the session has at work and forgets what it holds: with its client gone, nobody wants it. */
    @Override
    public void ended(Session session) {
        atWork.stream()
                .filter(query -> query.session() == session)
                .forEach(query ->
                        cancel(query, new QueryException(ErrorCode.CANCELED, "The statement's session was closed")));
        registry.forget(session);
        engines.close(session);
    }

    public int runningStatements() {
        return limits.maxRunningStatements() - slots.availablePermits();
    }

    private Query newQuery(Session session, String sql, ByteString parameters) {
        if (closing) {
            throw new QueryException(
                    ErrorCode.SHUTTING_DOWN, "The server is shutting down; send the statement again later");
        }
        return new Query(registry.newQueryId(), session, sql, parameters);
    }

    private Analysis plan(Query query) {
        query.moveTo(QueryState.PLANNING);
        return engines.inSessionTwice(query, engine -> engine.client().analyze(engines.statement(query)));
    }

    /** Queries wait for their fetch; effects take place here. */
    private Query start(Query query) {
        registry.register(query);
        if (!query.hasEffects()) {
            return query;
        }
        return inSlot(query, () -> {
            query.moveTo(QueryState.RUNNING);
            Outcome outcome = engines.inSession(
                    query,
                    engine ->
                            settlement.execute(engine, engines.statement(query), query.analysis(), query.abandoned()));
            if (outcome.hasSession()) {
                remember(query, EngineAccess.toState(outcome.getSession()));
            }
            query.finished(outcome);
            query.moveTo(QueryState.FINISHED);
            return query;
        });
    }

    private static void remember(Query query, Session.State changed) {
        Session session = query.session();
        if (query.analysis().getKind() == StatementKind.SESSION && changed.equals(session.state())) {
            session.holdToEngine();
        }
        session.update(changed);
    }

    private <T> T inSlot(Query query, Work<T> work) {
        if (!slots.tryAcquire()) {
            throw new QueryException(
                    ErrorCode.QUEUE_FULL,
                    "%d statements are running, which is the limit (limits.max-running-statements); try again later"
                            .formatted(limits.maxRunningStatements()));
        }
        Future<?> deadline = deadlines.schedule(
                () -> cancel(query, timedOut()), limits.statementTimeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.run();
        } finally {
            deadline.cancel(false);
            slots.release();
        }
    }

    /** Runs one step of a query's life: whatever ends it is recorded, named and passed on. */
    private <T> T attempt(Query query, CancelSignal signal, Work<T> work) {
        Runnable cancel = () -> cancel(query, new QueryException(ErrorCode.CANCELED, "The statement was canceled"));
        // First this, then the look at the session: what closes a session in between finds its query here.
        atWork.add(query);
        try (CancelSignal.Registration watch = signal.onCancel(cancel);
                Session.Use use = query.session().use()) {
            requireWanted(query);
            T result = work.run();
            if (query.state().isTerminal()) {
                log.info(
                        "query {} {} {} ms",
                        query.id(),
                        query.state(),
                        query.age().toMillis());
            }
            return result;
        } catch (QueryException e) {
            throw failed(query, e);
        } catch (Throwable e) {
            log.error("Query {} failed by a bug", query.id(), e);
            throw failed(query, new QueryException(ErrorCode.INTERNAL, "Internal error; see the server's log", e));
        } finally {
            atWork.remove(query);
        }
    }

    private static void requireWanted(Query query) {
        if (query.canceled().isCompletedExceptionally()) {
            throw new QueryException(ErrorCode.CANCELED, "The statement was canceled");
        }
    }

    private QueryException failed(Query query, QueryException failure) {
        boolean ended = query.canceled().isCompletedExceptionally();
        query.moveTo(ended ? QueryState.CANCELED : QueryState.FAILED);
        QueryException told =
                ended && !failure.tellsOfEffects() ? reasonOfCancel(query, failure) : improved(query, failure);
        log.info(
                "query {} {} {} {} ms",
                query.id(),
                query.state(),
                told.code(),
                query.age().toMillis());
        return told.ofQuery(query.id());
    }

    /** Suggestions are extra: if they cannot be had, the failure itself is what the client needs to hear of. */
    private QueryException improved(Query query, QueryException failure) {
        try {
            return suggestions.improve(failure, query.session());
        } catch (Throwable e) {
            log.warn("Query {}: cannot suggest tables", query.id(), e);
            return failure;
        }
    }

    private static QueryException reasonOfCancel(Query query, QueryException fallback) {
        return query.canceled()
                .handle((nothing, reason) -> reason instanceof QueryException known ? known : fallback)
                .join();
    }

    private QueryException timedOut() {
        return new QueryException(
                ErrorCode.TIMED_OUT,
                "The statement ran longer than %s (limits.statement-timeout)".formatted(limits.statementTimeout()));
    }

    private static long add(long total, long rows) {
        return rows < 0 ? total : total + rows;
    }

    private static ScheduledExecutorService deadlineTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "deadlines"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return timer;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Refuses new statements from here on; returns when the running ones have ended, or after {@code patience}. */
    public void drain(Duration patience) {
        closing = true;
        try {
            if (!slots.tryAcquire(limits.maxRunningStatements(), patience.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} statements were still running after {}", runningStatements(), patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing = true;
        deadlines.shutdownNow();
        cancels.shutdownNow();
    }

    @FunctionalInterface
    private interface Work<T> {
        T run();
    }
}
