package io.lakeflight.server.query;

import com.google.protobuf.ByteString;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.planner.SqlScript;
import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.front.FrontLane;
import io.lakeflight.server.results.CountedRows;
import io.lakeflight.server.results.ResultRelay;
import io.lakeflight.server.results.RowSink;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a statement.
 *
 * <ol>
 *   <li>{@link #submit} checks the text, has an engine analyse it, and, if it has effects, executes it: once, here,
 *       whatever RPC brought it. What comes back is a query, with a ticket for its rows.
 *   <li>{@link #stream} executes a query without effects when its rows are fetched, and passes them on as they come.
 *   <li>{@link #cancel} ends a query at any point of its life; every reason to end one comes through it.
 * </ol>
 *
 * <p>{@link #prepare} stands before all that: it analyses and executes nothing. What holds for each step is with
 * {@link QuerySteps}, what a step does with {@link QueryPlanning} and {@link QueryExecution}, what becomes of a
 * cancel with {@link Cancels}.
 */
public final class QueryLifecycle implements SessionEvents, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QueryLifecycle.class);
    /** For the statements that a stop has ended to say so to their clients. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final StatementText text;
    private final QueryRegistry registry;
    private final EngineAccess engines;
    private final QueryHistory history;
    private final RunningStatements running;
    private final HeldBytes held;
    private final TableClaims claims;
    private final Cancels cancels;
    private final QuerySteps steps;
    private final QueryPlanning planning;
    private final QueryExecution execution;

    private volatile boolean closing;

    public QueryLifecycle(
            LimitsConfig limits,
            QueryRegistry registry,
            StatementRouting routing,
            EngineAccess engines,
            FrontLane front,
            Catalogs catalogs,
            QueryHistory history,
            ResultRelay relay) {
        this.text = new StatementText(limits);
        this.registry = registry;
        this.engines = engines;
        this.history = history;
        this.running = new RunningStatements(limits);
        this.held = new HeldBytes(limits.maxHeldBytes());
        this.claims = new TableClaims(running, registry, Clock.systemUTC());
        this.cancels = new Cancels(engines, running);
        this.steps = new QuerySteps(limits, running, registry, cancels, new TableSuggestions(catalogs));
        this.planning = new QueryPlanning(routing, engines, front);
        this.execution = new QueryExecution(routing, planning, engines, front, catalogs, relay, claims);
    }

    /** Analyses a statement for later execution and returns its handle. */
    public String prepare(Session session, String sql, CancelSignal signal) {
        Query query = newQuery(session, sql);
        return steps.attempt(query, signal, () -> {
            take(query, sql);
            Session.State state = session.state();
            Analysis analysis = planning.plan(query);
            query.moveTo(QueryState.FINISHED);
            return registry.register(
                    new PreparedStatement(session, sql, query.dialect(), analysis, state, query.plane(), held.claim()));
        });
    }

    /** Binds parameters to a prepared statement, for its next execution as a query. */
    public void bind(PreparedStatement prepared, ParameterSource parameters, CancelSignal signal) {
        Query query = newQuery(prepared.session(), "");
        steps.attempt(query, signal, () -> {
            prepared.bind(parameters.read(query::reserve));
            query.moveTo(QueryState.FINISHED);
            return prepared;
        });
    }

    /** What a statement would return; executes nothing. */
    public Analysis describe(Session session, String sql, CancelSignal signal) {
        Query query = newQuery(session, sql);
        return steps.attempt(query, signal, () -> {
            take(query, sql);
            Analysis analysis = planning.plan(query);
            query.moveTo(QueryState.FINISHED);
            return analysis;
        });
    }

    /** As {@link #describe}, of a statement with its parameters, which may decide on the types. */
    public Analysis describe(PreparedStatement prepared, CancelSignal signal) {
        if (prepared.parameters().isEmpty()) {
            return prepared.analysis();
        }
        Query query = newQuery(prepared);
        return steps.attempt(query, signal, () -> {
            query.take(prepared.parameters());
            Analysis analysis = planning.plan(query);
            query.moveTo(QueryState.FINISHED);
            return analysis;
        });
    }

    /** Plans a statement and, if it has effects, executes it before this returns. */
    public Query submit(Session session, String sql, CancelSignal signal) {
        return submit(session, sql, signal, UnaryOperator.identity());
    }

    /** As above, of a caller who knows whose files a procedure deletes: nobody looks a second time. */
    public Query submitChecked(Session session, String sql, CancelSignal signal) {
        return submit(session, sql, signal, analysis -> analysis.toBuilder()
                .clearProcedure()
                .build());
    }

    private Query submit(Session session, String sql, CancelSignal signal, UnaryOperator<Analysis> known) {
        Query query = begun(newQuery(session, sql));
        return steps.attempt(query, signal, () -> {
            take(query, sql);
            query.planned(known.apply(planning.plan(query)));
            return registered(execution.start(query));
        });
    }

    /**
     * As {@link #submit}, without analysing again what was prepared, unless bound values may change the result's type,
     * or the session may have changed what names mean.
     */
    public Query submit(PreparedStatement prepared, CancelSignal signal) {
        Query query = begun(newQuery(prepared));
        return steps.attempt(query, signal, () -> registered(start(prepared, query, prepared.parameters())));
    }

    /** Executes a prepared statement with parameters that are read when its turn has come; returns as {@link #update}. */
    public long update(PreparedStatement prepared, ParameterSource parameters, CancelSignal signal) {
        Query query = begun(newQuery(prepared));
        steps.attempt(query, signal, () -> start(prepared, query, parameters.read(query::reserve)));
        return affectedRows(query, signal);
    }

    /** Executes the statements of a script one after the other and returns the rows they changed; stops at an error. */
    public long update(Session session, String script, CancelSignal signal) {
        long total = 0;
        for (SqlScript.Statement statement : statements(script)) {
            Query query = begun(newQuery(session, statement.text()));
            steps.attempt(query, signal, () -> {
                take(query, statement.text());
                query.planned(planning.plan(query));
                return execution.start(query);
            });
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

    /** Rows a query changed; a query without effects is run for nothing but its errors. */
    private long affectedRows(Query query, CancelSignal signal) {
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
            execution.replay(query, outcome.get(), sink);
            return;
        }
        if (!query.claimRun()) {
            throw new QueryException(
                            ErrorCode.UNKNOWN_TICKET,
                            "The rows of this ticket were fetched already. Send the statement again for a new ticket")
                    .ofQuery(query.id());
        }
        CountedRows rows = new CountedRows(sink);
        query.sendsTo(rows);
        steps.attempt(query, signal, () -> {
            requireSameMeaning(query);
            execution.stream(query, rows);
            return query;
        });
    }

    private static void requireSameMeaning(Query query) {
        if (query.isOutdated()) {
            throw new QueryException(
                    ErrorCode.UNKNOWN_TICKET,
                    "USE, SET or the like has changed the session since this ticket was given, by which the statement"
                            + " may mean something else. Send the statement again for a new ticket");
        }
    }

    /** The query of a user's ticket: also one that has been at work for longer than the ticket is kept. */
    public Optional<Query> find(String ticket, String user) {
        return registry.find(ticket, user).or(() -> running.find(ticket)
                .filter(query -> query.session().user().equals(user)));
    }

    /** Ends a query, whatever it is doing; one that has ended stays as it is. Returns at once. */
    public void cancel(Query query, QueryException reason) {
        cancels.cancel(query, reason);
    }

    @Override
    public void rests(Session session) {
        engines.release(session);
    }

    /** Ends what the session has at work and forgets what it holds: with its client gone, nobody wants it. */
    @Override
    public void ended(Session session) {
        running.of(session)
                .forEach(query ->
                        cancel(query, new QueryException(ErrorCode.CANCELED, "The statement's session was closed")));
        registry.forget(session);
        engines.close(session);
    }

    /** How many statements are at work, in whatever step. */
    public int runningStatements() {
        return running.count();
    }

    /** How many statements are at work in one step. */
    public long runningStatements(QueryState step) {
        return running.count(step);
    }

    /** By which maintenance keeps out of the way of clients' statements. */
    public TableClaims claims() {
        return claims;
    }

    /** What the server holds of statements and parameters. */
    public long heldBytes() {
        return held.total();
    }

    private Query newQuery(Session session, String sql) {
        return newQuery(session, sql, session.dialect());
    }

    private Query newQuery(PreparedStatement prepared) {
        return newQuery(prepared.session(), prepared.sql(), prepared.dialect());
    }

    private Query newQuery(Session session, String sql, Dialect dialect) {
        if (closing) {
            throw shuttingDown();
        }
        return new Query(registry.newQueryId(), session, sql, dialect, held.claim());
    }

    /** One that the history tells of; others look at a statement and do not run it. */
    private Query begun(Query query) {
        history.begins(query);
        return query;
    }

    private void take(Query query, String sql) {
        text.requireSingle(sql);
        query.take(ByteString.EMPTY);
    }

    /** Only a query whose ticket a client gets need be found again. */
    private Query registered(Query query) {
        registry.register(query);
        return query;
    }

    private Query start(PreparedStatement prepared, Query query, ByteString parameters) {
        query.take(parameters);
        boolean valid = parameters.isEmpty() && prepared.isCurrent() && planning.isRoutedAlike(prepared, query);
        query.planned(valid ? prepared.analysis() : planning.plan(query));
        return execution.start(query);
    }

    private static long add(long total, long rows) {
        return rows < 0 ? total : total + rows;
    }

    /** Refuses new statements from here on, and ends those that still run after {@code patience}. */
    public void drain(Duration patience) {
        closing = true;
        if (running.awaitEnd(patience)) {
            return;
        }
        log.warn("{} statements still run after {} and are ended", runningStatements(), patience);
        running.all().forEach(query -> cancel(query, shuttingDown()));
        if (!running.awaitEnd(END_PATIENCE)) {
            log.warn("{} statements did not end", runningStatements());
        }
    }

    private static QueryException shuttingDown() {
        return new QueryException(
                ErrorCode.SHUTTING_DOWN, "The server is shutting down; send the statement again later");
    }

    @Override
    public void close() {
        closing = true;
        running.close();
        cancels.close();
    }
}
