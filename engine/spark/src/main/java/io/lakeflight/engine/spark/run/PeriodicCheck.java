package io.lakeflight.engine.spark.run;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine looks at again and again. A look that fails is the last one to Java's timers, which tell nobody; to the
 * engine it is one that failed.
 */
public final class PeriodicCheck {
    private static final Logger log = LoggerFactory.getLogger(PeriodicCheck.class);

    private PeriodicCheck() {}

    public static void start(ScheduledExecutorService timer, long periodMillis, Runnable check) {
        timer.scheduleWithFixedDelay(() -> attempt(check), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable check) {
        try {
            check.run();
        } catch (VirtualMachineError e) {
            // A statement takes all the memory, and fails of it; until then there is none for a log line either.
        } catch (RuntimeException | Error e) {
            log.error("A periodic check failed by a bug", e);
        }
    }
}
