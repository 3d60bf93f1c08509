package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.datacache.Lease;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckRows;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.duckdb.HeldRows;
import io.lakeflight.engine.spark.fastlane.duckdb.TooManyRowsException;
import io.lakeflight.engine.spark.fastlane.duckdb.WrongTypeException;
import io.lakeflight.engine.spark.fastlane.files.Footers;
import io.lakeflight.engine.spark.fastlane.gate.ZoneRules;
import io.lakeflight.engine.spark.fastlane.hot.HotColumns;
import io.lakeflight.engine.spark.fastlane.memory.CrashJournal;
import io.lakeflight.engine.spark.fastlane.memory.DifferingShapes;
import io.lakeflight.engine.spark.fastlane.memory.KeptOff;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.statement.ResultColumns;
import java.sql.SQLException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.util.ArrowUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries on their way through DuckDB, each from its description to rows that are whole.
 *
 * <p>An attempt has {@code fast-lane.timeout} for all of its steps: it is prepared, waits for its files and for a place among
 * those at work, and is executed. What ends on the way gives back what it has taken, and a shape that has failed is not tried
 * again for a while.
 */
final class Attempts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);
    /** Spark is there for those that find the lane full; waiting a moment is mostly quicker. */
    private static final long MOST_WAIT_MILLIS = 250;
    /** Files may take half of a statement's time to come; DuckDB is not to be without any. */
    private static final int FETCHING_PART = 2;

    private final FastLaneSettings settings;
    private final DataCache cache;
    private final ScheduledExecutorService timer;
    private final Semaphore places;
    private final Footers footers = new Footers();
    private final ZoneRules zones = new ZoneRules();
    private final KeptOff keptOff = new KeptOff();
    private final DecimalWidths widths;
    private final AtomicInteger open = new AtomicInteger();
    private final DeafWork deaf;

    Attempts(FastLaneSettings settings, DataCache cache, ScheduledExecutorService timer) {
        this.settings = settings;
        this.cache = cache;
        this.timer = timer;
        this.places = new Semaphore(settings.maxConcurrent(), true);
        this.widths = new DecimalWidths(settings.maxResultRows());
        this.deaf = new DeafWork(timer);
    }

    /** What is there if the lane is on. */
    record Native(DuckDb duckDb, HotColumns hot, CrashJournal journal, DifferingShapes differing) {}

    /** What is to be answered, and what is to be done once it is. */
    record Work(PlanShape shape, Preparing preparing, ResultColumns columns, Consumer<Preparation> answered) {}

    /** How it is known what DuckDB is to do. */
    interface Preparing {
        Preparation prepare() throws Refusal;
    }

    /**
     * Has DuckDB answer a query; the caller closes the answer, which is empty if it is for Spark.
     *
     * @param described asked once the attempt has begun
     * @throws io.lakeflight.engine.spark.error.EngineException if the query was cancelled
     */
    LaneAnswer answer(Native there, RunningQuery query, Supplier<Work> described) throws Exception {
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
        } catch (Exception | StackOverflowError | LinkageError | OutOfMemoryError e) {
            if (isWithoutHeap(e)) {
                throw e;
            }
            query.check();
            if (shape != null && !hasMadeRoom(e, there)) {
                keptOff.add(shape);
            }
            none = LaneAnswer.givenUp(timeout.hasPassed() ? "it took longer than fast-lane.timeout" : reason(e));
        }
        query.check();
        log.debug("Query {} is not answered by the fast lane: {}", query.id(), none.reason());
        return none;
    }

    /** Whether the next one like it may find the memory that this one has not. */
    private static boolean hasMadeRoom(Throwable failure, Native there) {
        if (!(failure instanceof SQLException sql)
                || !DuckSession.isOutOfMemory(sql)
                || there.hot().bytes() == 0) {
            return false;
        }
        there.hot().outOfMemory();
        return true;
    }

    /** Spark would be without it as well. What the lane lacks outside of the heap, Spark may do without. */
    private static boolean isWithoutHeap(Throwable failure) {
        return failure instanceof OutOfMemoryError && !NativeMemory.isLacking(failure);
    }

    /** What is told of a failure: never DuckDB's own text, which quotes values. */
    static String reason(Throwable failure) {
        if (failure instanceof SQLException) {
            return "DuckDB gave it up";
        }
        if (failure instanceof GivenUpException) {
            return String.valueOf(failure.getMessage());
        }
        log.warn("The fast lane failed by a bug; Spark answers", failure);
        return failure instanceof WrongTypeException ? "DuckDB's types are others" : "the fast lane failed";
    }

    /** @throws Refusal if one like it is not to be tried */
    void requireGoodRecord(PlanShape shape, Native there) throws Refusal {
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

    /** One of them, with what it takes with it. */
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
            keptOff.succeeded(work.shape());
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

    private DuckRows rows(Attempt attempt, DuckSession session, DeafWork.Stopping stopping) throws Exception {
        Work work = attempt.work();
        Preparation prepared = attempt.prepared();
        ResultColumns columns = work.columns();
        @Nullable HeldRows held = null;
        @Nullable DuckRows rows = null;
        try (RunningQuery.Stop canceled = stopping.alsoStop(session::interrupt);
                Timeout.Watch watch = attempt.timeout().watch(session::interrupt);
                HotColumns.Lease hot = attempt.there()
                        .hot()
                        .lease(session, prepared.sql(), prepared.files().wholeFiles())) {
            zones.require(session, columns.timeZone());
            prepared.files().require(footers, session);
            attempt.query().check();
            Preparation reading = prepared.reading(hot.sql());
            held = widths.hold(reading, work.shape(), columns.types().size(), session, () -> {
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

    /** Queries that DuckDB is at work on, those that it has not let go of among them. */
    int atWork() {
        return settings.maxConcurrent() - places.availablePermits();
    }

    /** Queries that have ended, or gone to Spark, and DuckDB has not let go of. */
    int left() {
        return deaf.left();
    }

    /** Queries that wait for a place. */
    int waiting() {
        return places.getQueueLength();
    }

    /** Answers that are not closed. */
    int openAnswers() {
        return open.get();
    }

    /** Waits for those that were left. */
    @Override
    public void close() {
        deaf.close();
    }
}
