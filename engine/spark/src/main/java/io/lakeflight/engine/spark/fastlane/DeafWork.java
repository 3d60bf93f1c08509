package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.run.RunningQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB at work on statements in which it may be deaf to interrupts for seconds, on threads of their own. Who waits for
 * one leaves it when its statement is cancelled, or its time is up.
 *
 * <p>What is left is interrupted until it has ended, and holds what it has taken until then. A place in the lane is among
 * that, so that there are never more of them than places.
 */
final class DeafWork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeafWork.class);
    /**
     * It is deaf while it compares one row with all that share its key, and while it computes a partition of a window. Each join and
     * window of the translator's stands in its texts by one of these; where it is only in a string, no harm is done.
     */
    private static final List<String> DEAF_IN = List.of(" JOIN ", " IN (SELECT ", "EXISTS (SELECT ", " OVER (");

    /** As those of calls have: DuckDB reads nested texts by recursion. */
    private static final long STACK_BYTES = 64L << 20;

    private static final String THREAD = "duckdb";
    private static final Duration LONG = Duration.ofMillis(100);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer;
    private final ExecutorService threads = Executors.newCachedThreadPool(DeafWork::thread);
    private final AtomicInteger left = new AtomicInteger();

    DeafWork(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, THREAD, STACK_BYTES, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether this is for a text; to others it would only be a detour. */
    static boolean mayBe(String sql) {
        return DEAF_IN.stream().anyMatch(sql::contains);
    }

    /** What is done for one statement. */
    interface Work<T> {
        /** @param stopping is told how it can be stopped, once it can */
        T run(Stopping stopping) throws Exception;
    }

    /** Has each attempt to stop work do something, until that is closed. */
    interface Stopping {
        RunningQuery.Stop alsoStop(Runnable stop);
    }

    /**
     * Waits until work is done, the time is up, or the calling thread is interrupted. What is left then and makes something
     * all the same closes it.
     *
     * @param held given back when the work has ended
     */
    <T extends AutoCloseable> T await(String queryId, Work<T> work, Held held, Timeout timeout) throws Exception {
        Task<T> task = new Task<>(queryId, work, held.copy());
        threads.execute(task);
        held.forget();
        boolean hasEnded = false;
        try {
            T made = timeout.await(task.result);
            hasEnded = true;
            return made;
        } catch (ExecutionException e) {
            hasEnded = true;
            throw failure(e);
        } finally {
            if (!hasEnded) {
                task.leave();
            }
        }
    }

    private static Exception failure(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception failure ? failure : e;
    }

    /** Statements that have ended, and DuckDB is still at work on. */
    int left() {
        return left.get();
    }

    /** Waits for what is at work, which is to have been left by now: it reads files, and stands in the crash journal. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("DuckDB has not let go of {} queries within {}", left(), END_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Task<T extends AutoCloseable> implements Runnable {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final String queryId;
        private final Work<T> work;
        private final Held held;
        private volatile Runnable stop = () -> {};
        private Timeout.@Nullable Watch interruptions;
        private long leftAt;
        private boolean hasEnded;

        Task(String queryId, Work<T> work, Held held) {
            this.queryId = queryId;
            this.work = work;
            this.held = held;
        }

        @Override
        public void run() {
            Thread.currentThread().setName(THREAD + "-" + queryId);
            try (held) {
                T made = work.run(this::alsoStop);
                if (!result.complete(made)) {
                    made.close();
                }
            } catch (Throwable e) {
                result.completeExceptionally(e);
            } finally {
                ended();
                Thread.currentThread().setName(THREAD);
            }
        }

        private RunningQuery.Stop alsoStop(Runnable how) {
            stop = how;
            return () -> stop = () -> {};
        }

        void leave() throws Exception {
            if (result.cancel(false)) {
                stopUntilEnded();
            } else if (!result.isCompletedExceptionally()) {
                // It was made in the very moment.
                result.join().close();
            }
        }

        private synchronized void stopUntilEnded() {
            if (!hasEnded) {
                leftAt = System.nanoTime();
                interruptions = new Timeout(timer, Duration.ZERO).watch(() -> stop.run());
                left.incrementAndGet();
            }
        }

        private synchronized void ended() {
            hasEnded = true;
            if (interruptions == null) {
                return;
            }
            interruptions.close();
            left.decrementAndGet();
            Duration taken = Duration.ofNanos(System.nanoTime() - leftAt);
            if (taken.compareTo(LONG) > 0) {
                log.info("DuckDB let go of query {} {} ms after its end", queryId, taken.toMillis());
            }
        }
    }
}
