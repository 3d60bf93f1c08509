package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.constants.ConstantTrace;
import io.lakeflight.engine.spark.fastlane.constants.Holes;
import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheFigures;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheSettings;
import io.lakeflight.engine.spark.fastlane.datacache.Lease;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDbLimits;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckRows;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.duckdb.HeldRows;
import io.lakeflight.engine.spark.fastlane.duckdb.TooManyRowsException;
import io.lakeflight.engine.spark.fastlane.duckdb.WrongTypeException;
import io.lakeflight.engine.spark.fastlane.files.Footers;
import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.gate.Gate;
import io.lakeflight.engine.spark.fastlane.gate.ZoneRules;
import io.lakeflight.engine.spark.fastlane.known.KnownStatements;
import io.lakeflight.engine.spark.fastlane.known.Recording;
import io.lakeflight.engine.spark.fastlane.known.StatementKey;
import io.lakeflight.engine.spark.fastlane.memory.CrashJournal;
import io.lakeflight.engine.spark.fastlane.memory.DifferingShapes;
import io.lakeflight.engine.spark.fastlane.memory.KeptOff;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.ResultColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.util.ArrowUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries without Spark where that is sure to give what Spark would give.
 *
 * <p>An attempt may end at every step: the gate, the translation of the plan, DuckDB itself. None of its failures is the
 * client's, nor seen by it: an empty answer means that Spark runs the plan as it is.
 */
public final class FastLane implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FastLane.class);
    /** Spark is there for those that find the lane full; waiting a moment is mostly quicker. */
    private static final long MOST_WAIT_MILLIS = 250;
    /** Files may take half of a statement's time to come; DuckDB is not to be without any. */
    private static final int FETCHING_PART = 2;

    private final FastLaneSettings settings;
    private final ScheduledExecutorService timer;
    private final Semaphore places;
    private final Footers footers = new Footers();
    private final ZoneRules zones = new ZoneRules();
    private final KeptOff keptOff = new KeptOff();
    private final DecimalWidths widths;
    private final KnownStatements known;
    private final DataCache cache;
    private final AtomicInteger open = new AtomicInteger();
    private final DeafWork deaf;
    private final @Nullable Native parts;

    /** What is there if the lane is on. */
    private record Native(DuckDb duckDb, CrashJournal journal, DifferingShapes differing) {}

    private FastLane(
            FastLaneSettings settings, DataCache cache, ScheduledExecutorService timer, @Nullable Native parts) {
        this.settings = settings;
        this.timer = timer;
        this.places = new Semaphore(settings.maxConcurrent(), true);
        this.widths = new DecimalWidths(settings.maxResultRows());
        this.known = new KnownStatements(settings.knownBytes());
        this.cache = cache;
        this.deaf = new DeafWork(timer);
        this.parts = parts;
    }

    /** @param scratch directory of the lane's own, for what DuckDB has no memory for */
    public static FastLane start(
            FastLaneSettings settings, DataCacheSettings cached, Path scratch, ScheduledExecutorService timer)
            throws IOException {
        @Nullable Native parts = settings.enabled() ? parts(settings, scratch) : null;
        DataCache cache = parts == null ? DataCache.none() : DataCache.open(cached, scratch.resolve("data-cache"));
        return new FastLane(settings, cache, timer, parts);
    }

    /** Null where it cannot run: an engine without the lane is slower, and whole. */
    private static @Nullable Native parts(FastLaneSettings settings, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        try {
            DuckDbLimits limits = new DuckDbLimits(settings.memoryBytes(), settings.threads(), scratch);
            Path journal = settings.journal().orElse(scratch.resolve("journal"));
            Clock clock = Clock.systemUTC();
            return new Native(
                    DuckDb.start(limits), CrashJournal.open(journal, clock), DifferingShapes.beside(journal, clock));
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

    private Work work(LaneRequest request) {
        PlanShape shape = PlanShape.of(request.optimised());
        return new Work(
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
        return new TableFiles(settings.maxBytes(), settings.maxRows(), cache);
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
                        () -> new Work(
                                statement.shape(),
                                () -> Preparation.of(noFiles(), statement),
                                statement.columns(),
                                prepared -> {}))
                .knownAs(statement);
    }

    /** What is to be answered, and what is to be done once it is. */
    private record Work(PlanShape shape, Preparing preparing, ResultColumns columns, Consumer<Preparation> answered) {}

    /** How it is known what DuckDB is to do. */
    private interface Preparing {
        Preparation prepare() throws Refusal;
    }

    private LaneAnswer attempt(RunningQuery query, Supplier<Work> described) throws Exception {
        Native there = parts;
        if (there == null) {
            return LaneAnswer.none("the fast lane is off");
        }
        Timeout timeout = new Timeout(timer, settings.timeout());
        LaneAnswer none;
        @Nullable PlanShape shape = null;
        try {
            Work work = described.get();
            shape = work.shape();
            requireGoodRecord(shape, there);
            return rows(work, query, there, timeout);
        } catch (Refusal e) {
            none = LaneAnswer.none(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | StackOverflowError e) {
            query.check();
            if (shape != null) {
                keptOff.add(shape);
            }
            none = LaneAnswer.givenUp(timeout.hasPassed() ? "it took longer than fast-lane.timeout" : reason(e));
        }
        query.check();
        log.debug("Query {} is not answered by the fast lane: {}", query.id(), none.reason());
        return none;
    }

    /** Never DuckDB's own text, which quotes values. */
    private static String reason(Throwable failure) {
        if (failure instanceof SQLException) {
            return "DuckDB gave it up";
        }
        if (failure instanceof GivenUpException) {
            return String.valueOf(failure.getMessage());
        }
        log.warn("The fast lane failed by a bug; Spark answers", failure);
        return failure instanceof WrongTypeException ? "DuckDB's types are others" : "the fast lane failed";
    }

    private void requireGoodRecord(PlanShape shape, Native there) throws Refusal {
        if (keptOff.contains(shape)) {
            throw new Refusal("one like it failed in the fast lane a while ago");
        }
        if (there.journal().suspects(shape)) {
            throw new Refusal("an engine died when one like it was in the fast lane");
        }
        if (there.differing().contains(shape)) {
            throw new Refusal("the fast lane answered one like it otherwise than Spark");
        }
    }

    /** Spark answers all of this shape from now on, in every engine of the data plane: it has given something else. */
    public void leaveToSpark(PlanShape shape) {
        if (parts != null) {
            parts.differing().add(shape);
        }
    }

    /** A query on its way through DuckDB. */
    private record Attempt(Work work, Preparation prepared, RunningQuery query, Native there, Timeout timeout) {}

    private LaneAnswer rows(Work work, RunningQuery query, Native there, Timeout timeout) throws Exception {
        Preparation prepared = work.preparing().prepare();
        Attempt attempt = new Attempt(work, prepared, query, there, timeout);
        try (Held held = new Held()) {
            Lease files = cache.lease(prepared.files().remote());
            held.add(files::close);
            files.await(timeout.part(FETCHING_PART));
            query.check();
            if (!places.tryAcquire(MOST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Refusal("as many statements are at work in the fast lane as it takes");
            }
            held.add(places::release);
            LaneAnswer answer = DeafWork.mayBe(prepared.sql())
                    ? deaf.await(query.id(), stopping -> answer(attempt, stopping), held, timeout)
                    : answer(attempt, query::alsoStop);
            work.answered().accept(prepared);
            return answer;
        }
    }

    private LaneAnswer answer(Attempt attempt, DeafWork.Stopping stopping) throws Exception {
        Native there = attempt.there();
        Preparation prepared = attempt.prepared();
        CrashJournal.Entry entry = there.journal().begin(attempt.work().shape());
        @Nullable DuckRows rows = null;
        try {
            DuckSession session = there.duckDb().session(prepared.files().directories(), prepared.duckZone());
            rows = rows(attempt, session, stopping);
            open.incrementAndGet();
            return LaneAnswer.of(rows, attempt.work().columns(), () -> {
                open.decrementAndGet();
                entry.close();
            });
        } finally {
            if (rows == null) {
                entry.close();
            }
        }
    }

    /** Why the lane would not even try to answer a query; executes nothing. */
    public Optional<String> refusal(EngineSession session, LogicalPlan optimised, LaneOptions options) {
        Native there = parts;
        if (there == null || options.isOff()) {
            return Optional.of("the fast lane is off");
        }
        try {
            requireGoodRecord(PlanShape.of(optimised), there);
            Recording recording = new Recording(noFiles(), Optional.empty());
            cache.require(
                    prepare(recording, session, optimised, options).files().remote());
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(reason(e));
        }
    }

    /** Whether it answers anything. */
    boolean isOn() {
        return parts != null;
    }

    private DuckRows rows(Attempt attempt, DuckSession session, DeafWork.Stopping stopping) throws Exception {
        Work work = attempt.work();
        Preparation prepared = attempt.prepared();
        ResultColumns columns = work.columns();
        @Nullable HeldRows held = null;
        @Nullable DuckRows rows = null;
        try (RunningQuery.Stop canceled = stopping.alsoStop(session::interrupt);
                Timeout.Watch watch = attempt.timeout().watch(session::interrupt)) {
            zones.require(session, columns.timeZone());
            prepared.files().require(footers, session);
            attempt.query().check();
            held = widths.hold(prepared, work.shape(), columns.types().size(), session, () -> {
                attempt.query().check();
                return !attempt.timeout().hasPassed();
            });
            attempt.query().check();
            if (attempt.timeout().hasPassed()) {
                // The interrupt may have come too late for the statement, and would be one for its rows.
                throw new GivenUpException("it took longer than fast-lane.timeout");
            }
            rows = DuckRows.of(
                    session,
                    held,
                    ArrowUtils.rootAllocator(),
                    columns.schema(),
                    columns.types().defaultSize());
            return rows;
        } catch (TooManyRowsException e) {
            throw new GivenUpException("a result of more rows than fast-lane.max-result-rows");
        } finally {
            if (rows == null) {
                closeAll(held, session);
            }
        }
    }

    private static void closeAll(@Nullable HeldRows held, DuckSession session) throws SQLException {
        try (session) {
            if (held != null) {
                held.close();
            }
        }
    }

    /** Statements that have been answered, and what came of looking for them. */
    public KnownStatements known() {
        return known;
    }

    /** What has come of keeping files of tables elsewhere. */
    public DataCacheFigures dataCache() {
        return cache.figures();
    }

    /** Queries that DuckDB is at work on, those that it has not let go of among them. */
    public int atWork() {
        return settings.maxConcurrent() - places.availablePermits();
    }

    /** Queries that have ended, or gone to Spark, and DuckDB has not let go of. */
    public int left() {
        return deaf.left();
    }

    /** Queries that wait for a place. */
    public int waiting() {
        return places.getQueueLength();
    }

    /** Answers that are not closed. */
    public int openAnswers() {
        return open.get();
    }

    /** Whoever has the engine's process wants its end, whatever DuckDB is at work on: that has done no harm. */
    public void expectEnd() {
        if (parts != null) {
            parts.journal().clear();
        }
    }

    @Override
    public void close() throws SQLException {
        deaf.close();
        cache.close();
        if (parts != null) {
            parts.duckDb().close();
        }
    }
}
