package io.lakeflight.server.query;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
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
    private final String sql;
    private final ByteString parameters;
    private final long created = System.nanoTime();
    private final CompletableFuture<Void> canceled = new CompletableFuture<>();
    private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
    private final AtomicBoolean fetched = new AtomicBoolean();

    private volatile QueryState state = QueryState.QUEUED;
    private volatile String engineId = "";
    private volatile @Nullable Analysis analysis;
    private volatile @Nullable Outcome outcome;

    Query(String id, Session session, String sql, ByteString parameters) {
        this.id = id;
        this.session = session;
        this.sql = sql;
        this.parameters = parameters;
    }

    public String id() {
        return id;
    }

    public Session session() {
        return session;
    }

    public QueryState state() {
        return state;
    }

    void moveTo(QueryState next) {
        state = next;
    }

    /** What the engine made of the text, once the query was planned. */
    public Analysis analysis() {
        return Optional.ofNullable(analysis)
                .orElseThrow(() -> new IllegalStateException("Query " + id + " was not planned"));
    }

    void planned(Analysis result) {
        analysis = result;
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

    void runsOn(String engine) {
        engineId = engine;
    }

    String engineId() {
        return engineId;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - created);
    }

    /** True for the first caller only. */
    boolean claimFetch() {
        return fetched.compareAndSet(false, true);
    }

    /** Fails, with the reason, when the query is canceled. */
    CompletableFuture<Void> canceled() {
        return canceled;
    }

    /** Completes when the query was canceled and did not end: its calls to the engine are not waited for any more. */
    CompletableFuture<Void> abandoned() {
        return abandoned;
    }

    Statement toStatement() {
        return Statement.newBuilder()
                .setSessionId(session.id())
                .setQueryId(id)
                .setSql(sql)
                .setParameters(parameters)
                .build();
    }
}
