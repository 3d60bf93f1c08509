package io.lakeflight.server.query;

import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends queries, whatever they are doing: has their engine end them, again and again until they have ended. */
final class Cancels implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cancels.class);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** Long enough for a commit, which a cancel does not interrupt, and for the data plane to replace a silent engine. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final EngineAccess engines;
    private final RunningStatements running;
    private final ExecutorService threads = Executors.newCachedThreadPool(Cancels::daemon);

    Cancels(EngineAccess engines, RunningStatements running) {
        this.engines = engines;
        this.running = running;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "cancel");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns at once; a query that has ended stays as it is. */
    void cancel(Query query, QueryException reason) {
        if (query.state().isTerminal() || !query.canceled().completeExceptionally(reason)) {
            return;
        }
        long canceled = System.nanoTime();
        threads.execute(() -> cancelOnEngine(query, canceled));
    }

    /** Once is not enough: the engine may be deaf for a while, or the statement on its way to it. */
    private void cancelOnEngine(Query query, long canceled) {
        try {
            engines.cancel(query);
        } catch (RuntimeException e) {
            // Whatever it is: the query would be neither canceled again nor given up.
            log.debug("Query {} could not be canceled on its engine", query.id(), e);
        }
        if (!running.contains(query)) {
            return;
        }
        if (System.nanoTime() - canceled > PATIENCE.toNanos()) {
            log.warn("Query {} did not end within {} of its cancel, and is given up", query.id(), PATIENCE);
            query.abandoned().complete(null);
            return;
        }
        running.later(() -> threads.execute(() -> cancelOnEngine(query, canceled)), AGAIN);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
