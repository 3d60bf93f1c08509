package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.constants.ConstantTrace;
import io.lakeflight.engine.spark.fastlane.constants.Holes;
import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheFigures;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheSettings;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDbLimits;
import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.gate.Gate;
import io.lakeflight.engine.spark.fastlane.hot.HotColumns;
import io.lakeflight.engine.spark.fastlane.known.KnownStatements;
import io.lakeflight.engine.spark.fastlane.known.Recording;
import io.lakeflight.engine.spark.fastlane.known.StatementKey;
import io.lakeflight.engine.spark.fastlane.memory.CrashJournal;
import io.lakeflight.engine.spark.fastlane.memory.DifferingShapes;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries without Spark where that is sure to give what Spark would give.
 *
 * <p>An attempt may end at every step: the gate, the translation of the plan, DuckDB itself. None of its failures is the
 * client's, nor seen by it: an empty answer means that Spark runs the plan as it is.
 *
 * <p>Here is told what DuckDB is to do, and what is kept of a query that it has answered; {@link Attempts} have it do so.
 */
public final class FastLane implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FastLane.class);

    private final FastLaneSettings settings;
    private final KnownStatements known;
    private final DataCache cache;
    private final Attempts attempts;
    private final Attempts.@Nullable Native parts;

    private FastLane(
            FastLaneSettings settings,
            DataCache cache,
            ScheduledExecutorService timer,
            Attempts.@Nullable Native parts) {
        this.settings = settings;
        this.known = new KnownStatements(settings.knownBytes());
        this.cache = cache;
        this.attempts = new Attempts(settings, cache, timer);
        this.parts = parts;
    }

    /** @param scratch directory of the lane's own, for what DuckDB has no memory for */
    public static FastLane start(
            FastLaneSettings settings, DataCacheSettings cached, Path scratch, ScheduledExecutorService timer)
            throws IOException {
        Attempts.@Nullable Native parts = settings.enabled() ? parts(settings, scratch) : null;
        DataCache cache = parts == null ? DataCache.none() : DataCache.open(cached, scratch.resolve("data-cache"));
        return new FastLane(settings, cache, timer, parts);
    }

    /** Null where it cannot run: an engine without the lane is slower, and whole. */
    private static Attempts.@Nullable Native parts(FastLaneSettings settings, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        try {
            DuckDbLimits limits = new DuckDbLimits(settings.memoryBytes(), settings.threads(), scratch);
            Path journal = settings.journal().orElse(scratch.resolve("journal"));
            Clock clock = Clock.systemUTC();
            return new Attempts.Native(
                    DuckDb.start(limits),
                    new HotColumns(settings.hotBytes()),
                    CrashJournal.open(journal, clock),
                    DifferingShapes.beside(journal, clock));
        } catch (SQLException | LinkageError e) {
            log.warn("There is no fast lane: DuckDB does not start", e);
            return null;
        }
    }

    /** Whether it is worth an attempt, told without the plan. */
    public boolean isFor(AnalyzedStatement statement, LaneOptions options) {
        return parts != null && !options.isOff() && Gate.isQuery(statement);
    }

    /**
     * Tries to answer a query; the caller closes the answer.
     *
     * @throws io.lakeflight.engine.spark.error.EngineException if the query was cancelled
     */
    public LaneAnswer answer(LaneRequest request) throws Exception {
        return attempt(request.query(), () -> work(request));
    }

    private Attempts.Work work(LaneRequest request) {
        PlanShape shape = PlanShape.of(request.optimised());
        return new Attempts.Work(
                shape,
                () -> prepare(request),
                request.statement().result(),
                prepared -> keep(request, shape, prepared));
    }

    /** Constants of a query that may be others when it is known; that they cannot be found is no reason for it to fail. */
    private static Optional<ConstantTrace> free(LaneRequest request) {
        if (request.key().isEmpty()) {
            return Optional.empty();
        }
        try {
            return request.asked()
                    .constants()
                    .flatMap(text -> Holes.of(request.statement(), text, request.optimised()));
        } catch (RuntimeException | StackOverflowError e) {
            log.debug(
                    "Query {} will not be known with other constants",
                    request.query().id(),
                    e);
            return Optional.empty();
        }
    }

    private Preparation prepare(LaneRequest request) throws Refusal {
        Recording recording = new Recording(noFiles(), free(request));
        try {
            return prepare(recording, request.session(), request.optimised(), request.options());
        } catch (Refusal e) {
            if (!recording.areFilesRefused()) {
                noteRefused(request);
            }
            throw e;
        }
    }

    private Preparation prepare(Recording recording, EngineSession session, LogicalPlan optimised, LaneOptions options)
            throws Refusal {
        return Preparation.of(recording, settings.maxResultRows(), session, optimised, options);
    }

    private void noteRefused(LaneRequest request) {
        try {
            request.key().ifPresent(key -> known.refused(key, request.asked(), request.statement()));
        } catch (RuntimeException | StackOverflowError e) {
            log.debug(
                    "What is known is not compared with query {}",
                    request.query().id(),
                    e);
        }
    }

    private TableFiles noFiles() {
        return new TableFiles(settings.maxBytes(), settings.maxRows(), cache, known.snapshots());
    }

    /** That it will not be known is no reason for a statement to fail. */
    private void keep(LaneRequest request, PlanShape shape, Preparation prepared) {
        if (request.key().isEmpty() || prepared.recording().isEmpty()) {
            return;
        }
        try {
            known.keep(
                    request.key().get(),
                    request.session(),
                    new KnownStatements.Answered(
                            request.asked(),
                            request.statement(),
                            request.optimised(),
                            prepared.recording().get(),
                            shape,
                            prepared.duckZone()));
        } catch (Refusal | RuntimeException | StackOverflowError e) {
            log.debug("Query {} will not be known", request.query().id(), e);
        }
    }

    /**
     * Tries to answer a statement without a plan of Spark's, if it is known; the caller closes the answer.
     *
     * @throws io.lakeflight.engine.spark.error.EngineException if the query was cancelled
     */
    public LaneAnswer answerKnown(EngineSession session, StatementKey key, Asked asked, RunningQuery query)
            throws Exception {
        Optional<KnownStatements.Found> found;
        try {
            found = known.find(key, session, asked);
        } catch (RuntimeException | StackOverflowError e) {
            // Spark meets the same when it looks for the tables, and has the words for it.
            query.check();
            log.debug("The tables of query {} cannot be looked up", query.id(), e);
            found = Optional.empty();
        }
        if (found.isEmpty()) {
            return LaneAnswer.none("it is not known");
        }
        KnownStatements.Found statement = found.get();
        return attempt(
                        query,
                        () -> new Attempts.Work(
                                statement.shape(),
                                () -> Preparation.of(noFiles(), statement),
                                statement.columns(),
                                prepared -> {}))
                .knownAs(statement);
    }

    private LaneAnswer attempt(RunningQuery query, Supplier<Attempts.Work> described) throws Exception {
        return parts == null ? LaneAnswer.none("the fast lane is off") : attempts.answer(parts, query, described);
    }

    /** Spark answers all of this shape from now on, in every engine of the data plane: it has given something else. */
    public void leaveToSpark(PlanShape shape) {
        if (parts != null) {
            parts.differing().add(shape);
        }
    }

    /** Why the lane would not even try to answer a query; executes nothing. */
    public Optional<String> refusal(EngineSession session, LogicalPlan optimised, LaneOptions options) {
        Attempts.Native there = parts;
        if (there == null || options.isOff()) {
            return Optional.of("the fast lane is off");
        }
        try {
            attempts.requireGoodRecord(PlanShape.of(optimised), there);
            Recording recording = new Recording(noFiles(), Optional.empty());
            cache.require(
                    prepare(recording, session, optimised, options).files().remote());
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(Attempts.reason(e));
        }
    }

    /** Whether it answers anything. */
    boolean isOn() {
        return parts != null;
    }

    /** Statements that have been answered, and what came of looking for them. */
    public KnownStatements known() {
        return known;
    }

    /** Columns of data files that are kept decoded; empty if the lane is off. */
    public Optional<HotColumns> hot() {
        return Optional.ofNullable(parts).map(Attempts.Native::hot);
    }

    /** What has come of keeping files of tables elsewhere. */
    public DataCacheFigures dataCache() {
        return cache.figures();
    }

    /** Queries that DuckDB is at work on, those that it has not let go of among them. */
    public int atWork() {
        return attempts.atWork();
    }

    /** Queries that have ended, or gone to Spark, and DuckDB has not let go of. */
    public int left() {
        return attempts.left();
    }

    /** Queries that wait for a place. */
    public int waiting() {
        return attempts.waiting();
    }

    /** Answers that are not closed. */
    public int openAnswers() {
        return attempts.openAnswers();
    }

    /** Whoever has the engine's process wants its end, whatever DuckDB is at work on: that has done no harm. */
    public void expectEnd() {
        if (parts != null) {
            parts.journal().clear();
        }
    }

    @Override
    public void close() throws SQLException {
        attempts.close();
        cache.close();
        if (parts != null) {
            parts.hot().close();
            parts.duckDb().close();
        }
    }
}
