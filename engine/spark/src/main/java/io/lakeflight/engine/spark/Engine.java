package io.lakeflight.engine.spark;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.CloseSession;
import io.lakeflight.engine.protocol.DataCacheHealth;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Progress;
import io.lakeflight.engine.protocol.QueryReference;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.fastlane.FastLane;
import io.lakeflight.engine.spark.fastlane.LaneAnswer;
import io.lakeflight.engine.spark.fastlane.LaneAttempt;
import io.lakeflight.engine.spark.fastlane.LaneExplanation;
import io.lakeflight.engine.spark.fastlane.LaneOptions;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheFigures;
import io.lakeflight.engine.spark.fastlane.hot.HotColumns;
import io.lakeflight.engine.spark.fastlane.shadow.Shadow;
import io.lakeflight.engine.spark.fastlane.shadow.ShadowFigures;
import io.lakeflight.engine.spark.run.Commits;
import io.lakeflight.engine.spark.run.ResultStream;
import io.lakeflight.engine.spark.run.RunningQueries;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.run.StatementExecution;
import io.lakeflight.engine.spark.run.StorageErrors;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.session.EngineSessions;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.StatementAnalyzer;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.package$;
import org.apache.spark.sql.util.ArrowUtils;

/** What an engine does, call by call, in the messages of the protocol. */
final class Engine implements AutoCloseable {
    private static final long DRAIN_CHECK_MILLIS = 100;
    /** The share of the fast lane's queries that Spark is to execute as well. */
    private static final String SHADOW = "spark.lakeflight.fast-lane.shadow";

    private final EngineSessions sessions;
    private final RunningQueries queries;
    private final ScheduledExecutorService timer;
    private final StatementExecution execution = new StatementExecution(Commits.listening());
    private final FastLane fastLane;
    private final Shadow shadow;
    private final Runnable stop;
    private volatile boolean draining;

    /**
     * @param fastLane where small queries are answered
     * @param stop ends the process's server, asynchronously
     */
    Engine(EngineSessions sessions, ScheduledExecutorService timer, FastLane fastLane, Runnable stop) {
        this.sessions = sessions;
        this.timer = timer;
        this.fastLane = fastLane;
        this.stop = stop;
        this.queries = new RunningQueries(sessions.sparkContext(), timer);
        double share = sessions.sparkContext().getConf().getDouble(SHADOW, 0);
        this.shadow = Shadow.start(share, queries, timer, fastLane::leaveToSpark);
    }

    RunningQueries queries() {
        return queries;
    }

    SessionState open(OpenSession request) throws Exception {
        EngineSession session = sessions.open(request);
        return session.call(session::state);
    }

    void close(CloseSession request) {
        sessions.close(request.getSessionId());
    }

    /** The session of a statement, knowing the catalogs there are. */
    private EngineSession session(Statement statement) throws Exception {
        shadow.giveWay();
        EngineSession session = sessions.find(statement.getSessionId());
        return session.call(() -> {
            session.define(statement.getCatalogsMap());
            return session;
        });
    }

    Analysis analyze(Statement statement) throws Exception {
        EngineSession session = session(statement);
        return session.call(() -> {
            Analysis analysis = StatementAnalyzer.describe(session, statement);
            return statement.getExplainLane() ? LaneExplanation.told(fastLane, session, statement, analysis) : analysis;
        });
    }

    Outcome execute(Statement statement) throws Exception {
        refuseWhileDraining();
        EngineSession session = session(statement);
        try (RunningQuery query = queries.start(statement.getQueryId())) {
            return unlessCanceled(query, () -> session.change(() -> execution.run(session, query, statement)));
        }
    }

    /** Sends the rows of a query; returns when the last is on its way. */
    void stream(Statement statement, ServerStreamListener listener, BackpressureStrategy pressure) throws Exception {
        refuseWhileDraining();
        EngineSession session = session(statement);
        RunningQuery query = queries.start(statement.getQueryId());
        LaneAttempt attempt = new LaneAttempt(fastLane, LaneOptions.of(statement), shadow);
        ResultStream rows = new ResultStream(session, query, timer, queries.slots(), attempt);
        boolean complete = false;
        try {
            unlessCanceled(
                    query,
                    () -> session.call(() -> {
                        stream(session, query, rows, attempt, statement, listener, pressure);
                        return null;
                    }));
            complete = true;
        } finally {
            query.leave();
            rows.discard(complete);
        }
    }

    private void stream(
            EngineSession session,
            RunningQuery query,
            ResultStream rows,
            LaneAttempt attempt,
            Statement statement,
            ServerStreamListener listener,
            BackpressureStrategy pressure)
            throws Exception {
        try (LaneAnswer known = attempt.known(session, statement, query)) {
            if (known.isThere()) {
                try (FlightSink sink = sink(listener, pressure, query, known.schema())) {
                    attempt.write(known, session, statement, sink);
                }
                return;
            }
        }
        List<AnalyzedStatement> statements = StatementAnalyzer.analyze(session, statement);
        if (statements.size() > 1) {
            attempt.isForSeveral();
        }
        AnalyzedStatement first = statements.get(0);
        if (!StatementAnalyzer.isQuery(first)) {
            throw EngineException.user(
                    "NOT_A_QUERY", "0A000", "A statement of kind " + first.kind() + " has no stream of rows");
        }
        try (FlightSink sink = sink(listener, pressure, query, first.schema())) {
            for (AnalyzedStatement each : statements) {
                write(LaneExplanation.of(fastLane, LaneOptions.of(statement), session, each), rows, sink);
            }
            sink.tell(attempt.execution());
        }
    }

    private static FlightSink sink(
            ServerStreamListener listener, BackpressureStrategy pressure, RunningQuery query, Schema schema) {
        return new FlightSink(listener, pressure, query, ArrowUtils.rootAllocator(), schema);
    }

    private static void write(AnalyzedStatement statement, ResultStream rows, FlightSink sink) throws Exception {
        try {
            rows.write(statement, sink);
        } catch (Exception e) {
            throw StorageErrors.named(statement, e);
        }
    }

    /** Work on behalf of a query. */
    private interface Work<T> {
        T run() throws Exception;
    }

    /** Whatever a cancelled statement dies of, being cancelled is the reason. */
    private static <T> T unlessCanceled(RunningQuery query, Work<T> work) throws Exception {
        try {
            return work.run();
        } catch (Throwable e) {
            query.check();
            throw e;
        }
    }

    private void refuseWhileDraining() {
        if (draining) {
            throw new EngineException(
                    ErrorCategory.RESOURCES, "ENGINE_DRAINING", "57P03", "This engine takes no new statements");
        }
    }

    void cancel(String queryId) {
        queries.cancel(queryId);
    }

    Progress progress(QueryReference reference) {
        return queries.progress(reference.getQueryId());
    }

    Health health() {
        ShadowFigures.Counts compared = shadow.figures().counts();
        return Health.newBuilder()
                .setProtocolVersion(EngineProtocol.VERSION)
                .setEngineVersion(version())
                .setSparkVersion(package$.MODULE$.SPARK_VERSION())
                .setRunningQueries(queries.count())
                .setOpenSessions(sessions.count())
                .setDraining(draining)
                .setKnownHits(fastLane.known().hits())
                .setKnownMisses(fastLane.known().misses())
                .setFastLaneLeft(fastLane.left())
                .setHotColumnsBytes(fastLane.hot().map(HotColumns::bytes).orElse(0L))
                .setShadowEqual(compared.equal())
                .setShadowDifferent(compared.different())
                .setShadowDropped(compared.dropped())
                .setShadowWaiting(shadow.waiting())
                .addAllDifferences(shadow.figures().differences())
                .setDataCache(dataCache(fastLane.dataCache()))
                .build();
    }

    private static DataCacheHealth dataCache(DataCacheFigures figures) {
        return DataCacheHealth.newBuilder()
                .setFiles(figures.files())
                .setBytes(figures.bytes())
                .setMaxBytes(figures.maxBytes())
                .setHits(figures.hits())
                .setMisses(figures.misses())
                .setFetchedBytes(figures.fetchedBytes())
                .setEvictions(figures.evictions())
                .setFaults(figures.faults())
                .build();
    }

    private static String version() {
        String version = Engine.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    void drain() {
        draining = true;
        shadow.close();
        stopWhenIdle();
    }

    private void stopWhenIdle() {
        if (queries.count() == 0) {
            stop.run();
        } else {
            timer.schedule(this::stopWhenIdle, DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends what nobody has asked for. */
    @Override
    public void close() {
        shadow.close();
    }
}
