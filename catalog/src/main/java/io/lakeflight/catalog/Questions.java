package io.lakeflight.catalog;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Questions to one catalog, each asked by a thread of its own, so that a caller can ask several catalogs at the same time
 * and go without an answer that does not come.
 */
final class Questions implements AutoCloseable {
    /** So many at work mean that they are stuck: in a network file system that hangs, say. */
    private static final int MOST = 128;

    private final String catalog;
    private final ThreadPoolExecutor threads;

    Questions(String catalog) {
        this.catalog = catalog;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "asks-" + catalog + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws CatalogUnavailableException if too many questions have no answer yet */
    <T> PendingAnswer<T> ask(Callable<T> question, Duration patience) {
        try {
            return new PendingAnswer<>(catalog, threads.submit(question), patience);
        } catch (RejectedExecutionException e) {
            throw new CatalogUnavailableException(catalog, MOST + " questions wait for its answer already", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
