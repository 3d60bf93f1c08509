package io.lakeflight.engine.spark.fastlane;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long an attempt may take; from then on what is at work is interrupted, until it has ended. */
final class Timeout {
    private static final long AGAIN_MILLIS = 20;

    private final ScheduledExecutorService timer;
    private final Duration patience;
    private final long deadline;
    private volatile boolean passed;

    /** Begins now. */
    Timeout(ScheduledExecutorService timer, Duration patience) {
        this.timer = timer;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** An attempt at work. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Interrupts it again and again, since it may be between two steps. */
    Watch watch(Runnable interrupt) {
        long left = TimeUnit.NANOSECONDS.toMillis(left());
        ScheduledFuture<?> interruptions = timer.scheduleWithFixedDelay(
                () -> {
                    passed = true;
                    interrupt.run();
                },
                left,
                AGAIN_MILLIS,
                TimeUnit.MILLISECONDS);
        return () -> interruptions.cancel(false);
    }

    private long left() {
        return Math.max(0, deadline - System.nanoTime());
    }

    /**
     * Waits for what another thread is at work on.
     *
     * @throws TimeoutException if the time is up before
     */
    <T> T await(Future<T> work) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return work.get(left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            passed = true;
            throw e;
        }
    }

    /** A share of the time that it has in all, but no more than is left. */
    Duration part(int divisor) {
        Duration left = Duration.ofNanos(left());
        Duration part = patience.dividedBy(divisor);
        return part.compareTo(left) < 0 ? part : left;
    }

    boolean hasPassed() {
        return passed;
    }
}
