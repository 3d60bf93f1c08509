package io.lakeflight.catalog;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads that read many files at once. Who asks reads along, so that the others only make it
 * faster: what they have not begun by then is not waited for.
 */
public final class ParallelReads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ParallelReads.class);
    /** Enough to hide the round trips of a network file system or an object store. */
    private static final int THREADS = 8;
    /** Helpers of all callers that wait for a thread; more are not needed, since callers read themselves. */
    private static final int MAX_WAITING = 256;

    private final ThreadPoolExecutor threads;
    private final int readsPerThread;

    /**
     * @param name of what is read, for the threads' names
     * @param readsPerThread so few are not worth a thread of their own
     */
    public ParallelReads(String name, int readsPerThread) {
        this.readsPerThread = readsPerThread;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), work -> {
                    Thread thread = new Thread(work, "reads-" + name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The results in the order of the reads.
     *
     * @throws RuntimeException that the first of them failed with; what had not begun by then is left undone
     */
    public <T> List<T> all(List<Supplier<T>> reads) {
        List<CompletableFuture<T>> results =
                reads.stream().map(read -> new CompletableFuture<T>()).toList();
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int index = next.getAndIncrement(); index < reads.size(); index = next.getAndIncrement()) {
                try {
                    results.get(index).complete(reads.get(index).get());
                } catch (Throwable e) {
                    results.get(index).completeExceptionally(e);
                    next.set(reads.size());
                }
            }
        };
        int helpers = Math.min(THREADS, reads.size() / readsPerThread);
        try {
            IntStream.range(0, helpers).forEach(helper -> threads.execute(worker));
        } catch (RejectedExecutionException e) {
            log.debug("All threads are busy", e);
        }
        worker.run();
        return results.stream().map(ParallelReads::join).toList();
    }

    private static <T> T join(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
