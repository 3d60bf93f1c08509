package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDbLimits;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckRows;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.duckdb.WrongTypeException;
import io.lakeflight.engine.spark.fastlane.files.Footers;
import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.gate.DuckZone;
import io.lakeflight.engine.spark.fastlane.gate.Gate;
import io.lakeflight.engine.spark.fastlane.gate.ZoneRules;
import io.lakeflight.engine.spark.fastlane.memory.CrashJournal;
import io.lakeflight.engine.spark.fastlane.memory.KeptOff;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.translate.PlanTranslator;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.fastlane.translate.Translation;
import io.lakeflight.engine.spark.fastlane.translate.TranslationSettings;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;
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

    private final FastLaneSettings settings;
    private final ScheduledExecutorService timer;
    private final Semaphore places;
    private final Footers footers = new Footers();
    private final ZoneRules zones = new ZoneRules();
    private final KeptOff keptOff = new KeptOff();
    private final AtomicInteger open = new AtomicInteger();
    private final @Nullable Native parts;

    /** What is there if the lane is on. */
    private record Native(DuckDb duckDb, CrashJournal journal) {}

    private FastLane(FastLaneSettings settings, ScheduledExecutorService timer, @Nullable Native parts) {
        this.settings = settings;
        this.timer = timer;
        this.places = new Semaphore(settings.maxConcurrent(), true);
        this.parts = parts;
    }

    /** @param scratch directory of the lane's own, for what DuckDB has no memory for */
    public static FastLane start(FastLaneSettings settings, Path scratch, ScheduledExecutorService timer)
            throws IOException {
        return new FastLane(settings, timer, settings.enabled() ? parts(settings, scratch) : null);
    }

    /** Null where it cannot run: an engine without the lane is slower, and whole. */
    private static @Nullable Native parts(FastLaneSettings settings, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        try {
            DuckDbLimits limits = new DuckDbLimits(settings.memoryBytes(), settings.threads(), scratch);
            Path journal = settings.journal().orElse(scratch.resolve("journal"));
            return new Native(DuckDb.start(limits), CrashJournal.open(journal, Clock.systemUTC()));
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
        Native there = parts;
        if (there == null) {
            return LaneAnswer.none("the fast lane is off");
        }
        Timeout timeout = new Timeout(timer, settings.timeout());
        LaneAnswer none;
        @Nullable PlanShape shape = null;
        try {
            shape = PlanShape.of(request.optimised());
            requireGoodRecord(shape, there.journal());
            return rows(request, there, timeout, shape);
        } catch (Refusal e) {
            none = LaneAnswer.none(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | StackOverflowError e) {
            request.query().check();
            if (shape != null) {
                keptOff.add(shape);
            }
            none = LaneAnswer.givenUp(timeout.hasPassed() ? "it took longer than fast-lane.timeout" : reason(e));
        }
        request.query().check();
        log.debug("Query {} runs on Spark: {}", request.query().id(), none.reason());
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

    private void requireGoodRecord(PlanShape shape, CrashJournal journal) throws Refusal {
        if (keptOff.contains(shape)) {
            throw new Refusal("one like it failed in the fast lane a while ago");
        }
        if (journal.suspects(shape)) {
            throw new Refusal("an engine died when one like it was in the fast lane");
        }
    }

    private LaneAnswer rows(LaneRequest request, Native there, Timeout timeout, PlanShape shape) throws Exception {
        Preparation prepared = prepare(request.session(), request.optimised(), request.options());
        if (!places.tryAcquire(MOST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new Refusal("as many statements are at work in the fast lane as it takes");
        }
        CrashJournal.Entry entry = there.journal().begin(shape);
        @Nullable DuckRows rows = null;
        try {
            DuckSession session = there.duckDb().session(prepared.files().directories(), prepared.duckZone());
            rows = rows(request, prepared, session, timeout);
            open.incrementAndGet();
            return LaneAnswer.of(rows, () -> {
                open.decrementAndGet();
                entry.close();
            });
        } finally {
            places.release();
            if (rows == null) {
                entry.close();
            }
        }
    }

    /** What DuckDB is to do. */
    private record Preparation(Translation translation, TableFiles files, String duckZone) {}

    private Preparation prepare(EngineSession session, LogicalPlan optimised, LaneOptions options) throws Refusal {
        SQLConf conf = session.spark().sessionState().conf();
        Gate.require(optimised, conf);
        String zone = conf.sessionLocalTimeZone();
        String duckZone = DuckZone.of(zone);
        TableFiles files = new TableFiles(settings.maxBytes(), settings.maxRows());
        TranslationSettings rules = new TranslationSettings(zone, options.approximateDoubles(), settings.maxRows());
        return new Preparation(PlanTranslator.translate(optimised, files, rules), files, duckZone);
    }

    /** Why the lane would not even try to answer a query; executes nothing. */
    public Optional<String> refusal(EngineSession session, LogicalPlan optimised, LaneOptions options) {
        Native there = parts;
        if (there == null || options.isOff()) {
            return Optional.of("the fast lane is off");
        }
        try {
            requireGoodRecord(PlanShape.of(optimised), there.journal());
            prepare(session, optimised, options);
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    boolean isOn() {
        return parts != null;
    }

    private DuckRows rows(LaneRequest request, Preparation prepared, DuckSession session, Timeout timeout)
            throws Exception {
        AnalyzedStatement statement = request.statement();
        @Nullable DuckRows rows = null;
        try (RunningQuery.Stop canceled = request.query().alsoStop(session::interrupt);
                Timeout.Watch watch = timeout.watch(session::interrupt)) {
            zones.require(session, statement.timeZone());
            prepared.files().require(footers, session);
            request.query().check();
            long count = session.materialise(
                    prepared.translation().sql(), statement.columns().size());
            request.query().check();
            if (count > settings.maxRows()) {
                throw new GivenUpException("a result of more rows than fast-lane.max-rows");
            }
            rows = DuckRows.of(
                    session,
                    ArrowUtils.rootAllocator(),
                    statement.schema(),
                    statement.columns().defaultSize());
            return rows;
        } finally {
            if (rows == null) {
                session.close();
            }
        }
    }

    /** Queries that are being executed. */
    public int atWork() {
        return settings.maxConcurrent() - places.availablePermits();
    }

    /** Queries that wait for a place. */
    public int waiting() {
        return places.getQueueLength();
    }

    /** Answers that are not closed. */
    public int openAnswers() {
        return open.get();
    }

    @Override
    public void close() throws SQLException {
        if (parts != null) {
            parts.duckDb().close();
        }
    }
}
