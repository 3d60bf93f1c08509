package io.lakeflight.engine.spark;

import io.lakeflight.engine.spark.run.PeriodicCheck;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops an engine no server has called for a while. */
final class LostServerWatch {
    private static final Logger log = LoggerFactory.getLogger(LostServerWatch.class);

    private final Duration timeout;
    private volatile long lastCall = System.nanoTime();

    LostServerWatch(Duration timeout) {
        this.timeout = timeout;
    }

    void serverCalled() {
        lastCall = System.nanoTime();
    }

    void start(ScheduledExecutorService timer, Runnable stop) {
        if (timeout.isZero()) {
            return;
        }
        PeriodicCheck.start(timer, Math.max(1, timeout.toMillis() / 10), () -> {
            if (System.nanoTime() - lastCall > timeout.toNanos()) {
                log.warn("No call from a server for {} s, stopping", timeout.toSeconds());
                stop.run();
            }
        });
    }
}
