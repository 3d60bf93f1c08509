package io.lakeflight.server.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few threads that maintain tables, one table each at a time, in the order they are asked for. */
final class Workers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final ExecutorService threads;

    Workers(int count) {
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "maintenance-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does the work for each; completes, never with a failure, when all is done. */
    <T> CompletableFuture<Void> forEach(List<T> tables, Consumer<T> work) {
        return CompletableFuture.allOf(tables.stream()
                .map(table -> CompletableFuture.runAsync(() -> attempt(table, work), threads))
                .toArray(CompletableFuture<?>[]::new));
    }

    private static <T> void attempt(T table, Consumer<T> work) {
        try {
            work.accept(table);
        } catch (Throwable e) {
            log.error("Maintenance of {} failed by a bug", table, e);
        }
    }

    /** Waits for a short while for what is at work, which must have been canceled. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Maintenance did not end within {}", END_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
