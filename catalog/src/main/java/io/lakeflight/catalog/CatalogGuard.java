package io.lakeflight.catalog;

import dev.failsafe.CircuitBreaker;
import io.lakeflight.storage.StorageFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to a catalog in another process, or with its files in an object store, kept from doing harm: few at a time, none
 * longer than its timeout, and none at all for a while after several in a row found it out of reach.
 *
 * <p>A call that ran out of time is interrupted but may go on in its thread; what it did is then unknown to the caller.
 */
final class CatalogGuard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CatalogGuard.class);

    private static final int FAILURES = 2;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Duration timeout;
    private final int maxCalls;
    private final ThreadPoolExecutor threads;
    private final CircuitBreaker<Object> breaker = CircuitBreaker.builder()
            .withFailureThreshold(FAILURES)
            .withDelay(PAUSE)
            .build();

    CatalogGuard(String name, Duration timeout, int maxCalls) {
        this.name = name;
        this.timeout = timeout;
        this.maxCalls = maxCalls;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, maxCalls, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "catalog-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes the call, waiting no longer than {@code patience} or the catalog's own timeout.
     *
     * @throws CatalogUnavailableException if the catalog is out of reach, slow or flooded with calls
     */
    <T> T call(Callable<T> work, Duration patience) {
        return callWithin(work, patience.compareTo(timeout) < 0 ? patience : timeout);
    }

    /** As above, waiting as long as the work may take or as any other call, whichever is longer. */
    <T> T callLong(Callable<T> work, Duration longest) {
        return callWithin(work, longest.compareTo(timeout) > 0 ? longest : timeout);
    }

    private <T> T callWithin(Callable<T> work, Duration limit) {
        if (!breaker.tryAcquirePermit()) {
            throw new CatalogUnavailableException(
                    name, "it was out of reach moments ago; it is tried again soon", null, true);
        }
        long start = System.nanoTime();
        Future<T> answer = submit(work);
        try {
            T value = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            breaker.recordSuccess();
            return value;
        } catch (TimeoutException e) {
            answer.cancel(true);
            breaker.recordFailure();
            throw new CatalogUnavailableException(name, outOfTime(limit), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            breaker.recordSuccess();
            Thread.currentThread().interrupt();
            throw new CatalogUnavailableException(name, "the call was interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            // The client's own timeout is as long as the guard's, so either of the two may notice first.
            boolean late = System.nanoTime() - start >= limit.toNanos() && Reachability.isTimeout(cause);
            throw failure(cause, late ? outOfTime(limit) : Reachability.reason(cause));
        }
    }

    private <T> Future<T> submit(Callable<T> work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            // Many callers do not mean that the catalog is out of reach; but then it has not shown that it is back.
            if (breaker.isHalfOpen()) {
                breaker.recordFailure();
            }
            throw new CatalogUnavailableException(name, maxCalls + " calls are waiting for it already", e, true);
        }
    }

    /** What the catalog itself says is passed on; only being out of reach counts against it. */
    private RuntimeException failure(Throwable cause, String reason) {
        Optional<StorageFailure> storage = StorageFailure.in(cause);
        boolean lost = storage.map(StorageFailure::outOfReach).orElseGet(() -> Reachability.isLost(cause));
        if (lost && !(cause instanceof CommitFailedException)) {
            breaker.recordFailure();
        } else {
            breaker.recordSuccess();
        }
        // What is known about a commit is worth more than why.
        boolean ofCommit = cause instanceof CommitStateUnknownException || cause instanceof CommitFailedException;
        if ((lost || storage.isPresent()) && !ofCommit) {
            return new CatalogUnavailableException(
                    name, storage.map(StorageFailure::reason).orElse(reason), cause);
        }
        if (cause instanceof UncheckedSQLException failed) {
            log.warn("The database of catalog {} fails", name, failed);
            boolean isForbidden = failed.getCause() instanceof SQLException sql && Reachability.isForbidden(sql);
            return new CatalogUnavailableException(
                    name, isForbidden ? reason : "its database fails; the server's log tells how", failed);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    private static String outOfTime(Duration limit) {
        return "it did not answer within " + limit.toMillis() + " ms";
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
