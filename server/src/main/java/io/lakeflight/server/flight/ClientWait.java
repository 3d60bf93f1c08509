package io.lakeflight.server.flight;

import io.grpc.Context;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Waits for what a client uploads: no longer than its call lasts, and never longer than a limit for each message.
 *
 * <p>Arrow's own waits end with the message only: for one that never comes they would keep the thread for ever.
 */
final class ClientWait {
    private final ScheduledExecutorService timer;
    private final Duration limit;

    ClientWait(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /** Runs {@code receive}, which must give up when its thread is interrupted. */
    <T> T await(Supplier<T> receive) {
        Waiter waiter = new Waiter(Thread.currentThread());
        Context.CancellableContext wait =
                Context.current().withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS, timer);
        wait.addListener(ended -> waiter.interrupt(), Runnable::run);
        try {
            return receive.get();
        } catch (RuntimeException e) {
            throw wait.isCancelled() ? ended(wait.cancellationCause(), e) : e;
        } finally {
            waiter.leave();
            wait.cancel(null);
        }
    }

    private QueryException ended(Throwable reason, RuntimeException failure) {
        return reason instanceof TimeoutException
                ? new QueryException(
                        ErrorCode.INVALID_REQUEST,
                        "The upload stopped: no complete message came within %d s".formatted(limit.toSeconds()),
                        failure)
                : new QueryException(ErrorCode.CANCELED, "The client has gone", failure);
    }

    /** A thread that is interrupted while it waits here, and not a moment later. */
    private static final class Waiter {
        private final Thread thread;
        private boolean waiting = true;
        private boolean interrupted;

        Waiter(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (waiting) {
                interrupted = true;
                thread.interrupt();
            }
        }

        synchronized void leave() {
            waiting = false;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }
}
