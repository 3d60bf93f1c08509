package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.protocol.LaneDifference;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.run.BatchSink;
import io.lakeflight.engine.spark.run.PeriodicCheck;
import io.lakeflight.engine.spark.run.ResultStream;
import io.lakeflight.engine.spark.run.RunningQueries;
import io.lakeflight.engine.spark.run.RunningQuery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Spark execute some of the fast lane's queries once more, one at a time, while no statement is there, and compares what
 * came of them. The engine gives up such an execution as soon as a statement comes.
 */
public final class Shadow implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);
    private static final long CHECK_MILLIS = 250;
    /** Clients that send one statement after the other make no pauses as long as these. */
    private static final int QUIET_CHECKS = 4;

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final double share;
    private final RunningQueries queries;
    private final ScheduledExecutorService timer;
    private final Consumer<PlanShape> whenDifferent;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Shadow::daemon);
    private final WaitingComparisons waiting = new WaitingComparisons();
    private final ShadowFigures figures = new ShadowFigures();
    private final AtomicLong arrivals = new AtomicLong();
    private final AtomicBoolean atWork = new AtomicBoolean();
    private volatile @Nullable RunningQuery current;
    private long lastArrivals;
    private int quietChecks;

    private Shadow(
            double share, RunningQueries queries, ScheduledExecutorService timer, Consumer<PlanShape> whenDifferent) {
        this.share = share;
        this.queries = queries;
        this.timer = timer;
        this.whenDifferent = whenDifferent;
    }

    /**
     * @param share of the lane's queries, from 0 to 1
     * @param timer for what is short
     * @param whenDifferent is told of the shapes of which one query has differed
     */
    public static Shadow start(
            double share, RunningQueries queries, ScheduledExecutorService timer, Consumer<PlanShape> whenDifferent) {
        Shadow shadow = new Shadow(share, queries, timer, whenDifferent);
        if (share > 0) {
            PeriodicCheck.start(timer, CHECK_MILLIS, shadow::check);
        }
        return shadow;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "shadow");
        thread.setDaemon(true);
        return thread;
    }

    /** Rows that are there. */
    public interface Sending {
        void to(BatchSink sink) throws Exception;
    }

    /**
     * Sends the rows of a query that the lane has answered, which may be one of those that are compared.
     *
     * @param schema of the rows
     * @param rerun asked for only if it is; empty if nothing of it could be compared
     */
    public void send(Sending rows, Schema schema, Supplier<Optional<Rerun>> rerun, BatchSink sink) throws Exception {
        Optional<Rerun> chosen = isChosen() ? attempt(rerun) : Optional.empty();
        if (chosen.isEmpty()) {
            rows.to(sink);
            return;
        }
        try (RowHashes hashes = new RowHashes(schema, chosen.get().columns())) {
            SentRows sent = new SentRows(sink, hashes);
            rows.to(sent);
            Optional<Fingerprint> fast = sent.fingerprint();
            figures.dropped(fast.isPresent() ? waiting.add(new Comparison(chosen.get(), fast.get())) : 1);
        }
    }

    private boolean isChosen() {
        return share > 0 && ThreadLocalRandom.current().nextDouble() < share;
    }

    /** That it is not compared is no reason for a statement to fail. */
    private static Optional<Rerun> attempt(Supplier<Optional<Rerun>> rerun) {
        try {
            return rerun.get();
        } catch (RuntimeException | StackOverflowError e) {
            log.warn("A query of the fast lane will not be compared, by a bug", e);
            return Optional.empty();
        }
    }

    /** A statement is there: whatever is at work here ends, and begins no sooner than when the engine has been quiet again. */
    public void giveWay() {
        arrivals.incrementAndGet();
        RunningQuery query = current;
        if (query != null) {
            queries.cancelOwn(query);
        }
    }

    /** On the timer's threads, never on two at once. */
    private void check() {
        if (worker.isShutdown()) {
            return;
        }
        long seen = arrivals.get();
        boolean isQuiet = seen == lastArrivals && queries.count() == 0;
        lastArrivals = seen;
        quietChecks = isQuiet ? quietChecks + 1 : 0;
        if (quietChecks >= QUIET_CHECKS && waiting.count() > 0 && atWork.compareAndSet(false, true)) {
            worker.execute(() -> work(seen));
        }
    }

    private void work(long seen) {
        try {
            waiting.take().ifPresent(comparison -> compare(comparison, seen));
        } finally {
            atWork.set(false);
        }
    }

    private void compare(Comparison comparison, long seen) {
        RunningQuery query = queries.startOwn("shadow-" + comparison.rerun().queryId());
        ResultStream stream = new ResultStream(
                comparison.rerun().session(),
                query,
                timer,
                queries.slots(),
                (session, statement, execution, of, sink) -> false);
        current = query;
        ScheduledFuture<?> timeout =
                timer.schedule(() -> queries.cancelOwn(query), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        boolean isComplete = false;
        try {
            if (arrivals.get() != seen) {
                // Somebody was quicker, who could not see this one yet.
                figures.dropped(waiting.putBack(comparison));
                return;
            }
            Optional<LaneDifference> difference =
                    comparison.rerun().session().call(() -> comparison.run(stream, query));
            isComplete = true;
            difference.ifPresentOrElse(found -> tell(comparison.rerun().shape(), found), figures::equal);
        } catch (Exception | StackOverflowError e) {
            figures.dropped(1);
            log.debug("Query {} is not compared", comparison.rerun().queryId(), e);
        } finally {
            current = null;
            timeout.cancel(false);
            query.leave();
            stream.discard(isComplete);
        }
    }

    private void tell(PlanShape shape, LaneDifference difference) {
        whenDifferent.accept(shape);
        figures.different(difference);
        log.error(
                "The fast lane has answered query {} otherwise than Spark: {} rows, fingerprint {} (Spark: {} rows, {}{})."
                        + " Queries of its shape, {}, are left to Spark from now on",
                difference.getQueryId(),
                difference.getFastRows(),
                difference.getFastFingerprint(),
                difference.getSparkRows(),
                difference.getSparkFingerprint(),
                difference.getSparkError(),
                difference.getShape());
    }

    public ShadowFigures figures() {
        return figures;
    }

    /** Queries that wait to be compared. */
    public int waiting() {
        return waiting.count();
    }

    /** Whether one is being compared. */
    public boolean isAtWork() {
        return atWork.get();
    }

    @Override
    public void close() {
        giveWay();
        worker.shutdownNow();
    }
}
