package io.lakeflight.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops what was started when the process is told to end, or when starting fails. */
final class Shutdown implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final PrintWriter out;
    private final Thread hook = new Thread(this::stopOnSignal, "shutdown");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Runnable stop = () -> {};
    private boolean stopping;

    Shutdown(PrintWriter out) {
        this.out = out;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What to stop; at once if the signal has come already. */
    synchronized void onStop(Runnable action) {
        stop = action;
        if (stopping) {
            action.run();
        }
    }

    /** Waits for the signal. */
    void await() throws InterruptedException {
        stopped.await();
    }

    /** After a failed start. Does nothing if a signal is being served: then the hook stops everything. */
    @Override
    public synchronized void close() {
        if (!stopping) {
            stopping = true;
            Runtime.getRuntime().removeShutdownHook(hook);
            stop.run();
        }
    }

    private synchronized void stopOnSignal() {
        stopping = true;
        out.println("Stopping");
        try {
            stop.run();
            out.println("Stopped");
        } catch (RuntimeException e) {
            log.error("Could not stop cleanly", e);
            out.println("Could not stop cleanly: " + e.getMessage());
        }
        stopped.countDown();
    }
}
