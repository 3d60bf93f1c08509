package io.lakeflight.server.query;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.front.SessionChange;
import io.lakeflight.server.results.CountedRows;
import io.lakeflight.server.session.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a statement.
 *
 * <p>Moved through its states by {@link QueryLifecycle} only; other threads read it and may cancel it.
 */
public final class Query {
    private final String id;
    private final Session session;
    private final Dialect dialect;
    private final HeldBytes.Claim claim;
    private final long created = System.nanoTime();
    private final CompletableFuture<Void> canceled = new CompletableFuture<>();
    private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();

    private volatile Execution execution = Execution.getDefaultInstance();
    private volatile String sql;
    private volatile Statement statement;
    private volatile @Nullable ExecutedText executed;
    private volatile QueryState state = QueryState.QUEUED;
    private volatile String plane = "";
    private volatile String engineId = "";
    private volatile String ticket = "";
    private volatile @Nullable Analysis analysis;
    private volatile @Nullable SessionChange change;
    private volatile Session.@Nullable State plannedIn;
    private volatile @Nullable SeenTables seenTables;
    private volatile long unseenChanges;
    private volatile @Nullable Outcome outcome;
    private volatile @Nullable Duration startedAfter;
    private volatile @Nullable CountedRows sent;
    private volatile @Nullable QueryException failure;
    private volatile Runnable whenEnded = () -> {};

    Query(String id, Session session, String sql, Dialect dialect, HeldBytes.Claim claim) {
        this.id = id;
        this.session = session;
        this.dialect = dialect;
        this.claim = claim;
        this.sql = sql;
        this.statement =
                Statement.newBuilder().setSessionId(session.id()).setQueryId(id).build();
    }

    /** The client's text. */
    String sql() {
        return sql;
    }

    /** In which the client wrote. */
    Dialect dialect() {
        return dialect;
    }

    /** The text as Spark reads it, once it was taken: the client's own, unless that has a form which Spark lacks. */
    String sparkSql() {
        return statement.getSql();
    }

    /** The failure with a position in the client's text, if it has one in what an engine was sent. */
    QueryException located(QueryException failure) {
        ExecutedText text = executed;
        return text == null ? failure : text.located(failure);
    }

    boolean hasParameters() {
        return !statement.getParameters().isEmpty();
    }

    /**
     * Makes room for the text and for so many bytes besides.
     *
     * @throws QueryException if the server holds too much already
     */
    void reserve(int bytes) {
        ExecutedText text = executed;
        long rewritten = text == null || !text.isRewritten() ? 0 : text.text().length();
        claim.resize(sql.length() + rewritten + bytes);
    }

    /**
     * Takes what is executed: with the text, parameters as an Arrow IPC stream, which may be empty.
     *
     * @throws QueryException if the text has a form that Spark has nothing for
     */
    void take(ByteString parameters) {
        reserve(parameters.size());
        ExecutedText text = ExecutedText.of(sql, dialect);
        executed = text;
        reserve(parameters.size());
        statement = statement.toBuilder()
                .setSql(text.text())
                .setParameters(parameters)
                .clearParameterOrder()
                .addAllParameterOrder(text.parameterOrder())
                .setSparkOnly(session.lane().isFastOff())
                .setApproximateDoubles(session.lane().approximateDoubles())
                .build();
    }

    /** Its tables have been looked up, as part of its planning. */
    void saw(SeenTables tables) {
        seenTables = tables;
    }

    /** Empty if planning it took no look at them. */
    Optional<SeenTables> seenTables() {
        return Optional.ofNullable(seenTables);
    }

    public String id() {
        return id;
    }

    /**
     * By what a client fetches the query's rows, or cancels it: not to be guessed by whoever knows the id, which stands in
     * logs. Empty before a client is to get one.
     */
    public String ticket() {
        return ticket;
    }

    void ticketed(String name) {
        ticket = name;
    }

    public Session session() {
        return session;
    }

    public QueryState state() {
        return state;
    }

    void moveTo(QueryState next) {
        if (next == QueryState.RUNNING && startedAfter == null) {
            startedAfter = age();
        }
        state = next;
    }

    /** How long after it came the query began to run; empty if it has not. */
    Optional<Duration> startedAfter() {
        return Optional.ofNullable(startedAfter);
    }

    /** As its client is told. */
    void failed(QueryException reason) {
        failure = reason;
    }

    /** Why the query failed or was canceled; empty if it was not, and once it has ended. */
    Optional<QueryException> failure() {
        return Optional.ofNullable(failure);
    }

    /** The receiver of its rows, which counts them. */
    void sendsTo(CountedRows rows) {
        sent = rows;
    }

    /** The rows that were sent; empty before any is, and once the query has ended. */
    Optional<CountedRows> sent() {
        return Optional.ofNullable(sent);
    }

    /** To be run when the query has come to its end. */
    void whenEnded(Runnable action) {
        whenEnded = action;
    }

    /** What the engine made of the text, once the query was planned. */
    public Analysis analysis() {
        return Optional.ofNullable(analysis)
                .orElseThrow(() -> new IllegalStateException("Query " + id + " was not planned"));
    }

    /** As {@link #analysis}; empty before the query is planned. */
    Optional<Analysis> known() {
        return Optional.ofNullable(analysis);
    }

    void planned(Analysis result) {
        reserve(statement.getParameters().size() + result.getSerializedSize());
        analysis = result;
        plannedIn = session.state();
        unseenChanges = session.unseenChanges();
    }

    /** Whether USE, SET or a temporary view came since, by which its names or values would mean something else. */
    boolean isOutdated() {
        return !session.state().equals(plannedIn) || session.unseenChanges() != unseenChanges;
    }

    /** What the statement makes of its session, if the server may do that itself. */
    void changes(SessionChange planned) {
        change = planned;
    }

    /** As it was planned; empty if it is none, or was not planned for this query. */
    Optional<SessionChange> change() {
        return Optional.ofNullable(change);
    }

    /** Statements with effects run when they are submitted; the others when their rows are fetched. */
    public boolean hasEffects() {
        return analysis().getKind() != StatementKind.QUERY;
    }

    /** What a statement with effects did, once it has run. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    void finished(Outcome result) {
        outcome = result;
    }

    /** Decided once, when the query is planned: it is analysed and executed there. */
    void routedTo(String dataPlane) {
        plane = dataPlane;
    }

    /** The data plane the query belongs to; empty before it needs one. */
    String plane() {
        return plane;
    }

    void runsOn(String engine) {
        engineId = engine;
    }

    /** How its rows were made, as its engine told. */
    void executed(Execution told) {
        execution = told;
    }

    /** As {@link #executed}; of default values before that is known. */
    Execution execution() {
        return execution;
    }

    String engineId() {
        return engineId;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - created);
    }

    /** Whoever is first, and gets true, runs the query, or sees to it that nobody does. */
    boolean claimRun() {
        return claimed.compareAndSet(false, true);
    }

    /** Fails, with the reason, when the query is canceled; completes when it has ended. */
    CompletableFuture<Void> canceled() {
        return canceled;
    }

    /** Completes when the query was canceled and did not end: its calls to the engine are not waited for any more. */
    CompletableFuture<Void> abandoned() {
        return abandoned;
    }

    Statement toStatement() {
        return statement;
    }

    /** Ends a query that nobody asks for any more, unless somebody runs it. */
    void expire() {
        if (claimRun()) {
            end();
        }
    }

    /** Lets go of all that only a running query needs; it cannot be canceled any more. */
    void end() {
        whenEnded.run();
        whenEnded = () -> {};
        sent = null;
        failure = null;
        canceled.complete(null);
        statement = Statement.getDefaultInstance();
        sql = "";
        executed = null;
        change = null;
        claim.close();
    }

    /** What a query that has ended takes, in bytes. */
    long answerSize() {
        return HeldBytes.OVERHEAD
                + (analysis == null ? 0 : analysis.getSerializedSize())
                + (outcome == null ? 0L : outcome.getSerializedSize());
    }
}
