package io.lakeflight.engine.spark;

import io.lakeflight.engine.spark.run.PeriodicCheck;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an engine that cannot work any more but would not end by itself, so that its server replaces it.
 *
 * <p>A statement that wants too much memory fails alone. But memory may also run out under a thread that Spark cannot do
 * without; such threads die silently, and statements would wait for them for ever.
 */
final class BrokenEngine {
    private static final Logger log = LoggerFactory.getLogger(BrokenEngine.class);

    private static final int EXIT_BROKEN = 52;
    private static final long CHECK_MILLIS = 1_000;

    private BrokenEngine() {}

    /** Makes the death of any thread by an error of the JVM the death of the process. */
    static void haltOnFatalErrors() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (failure instanceof VirtualMachineError) {
                // No memory may be left for a log line; the exit code tells as well.
                Runtime.getRuntime().halt(EXIT_BROKEN);
            }
            log.error("Thread {} died", thread.getName(), failure);
        });
    }

    /** Runs {@code stop} when Spark has stopped of its own accord. */
    static void watch(SparkContext spark, ScheduledExecutorService timer, Runnable stop) {
        PeriodicCheck.start(timer, CHECK_MILLIS, () -> {
            if (spark.isStopped()) {
                log.error("Spark has stopped, and the engine with it");
                stop.run();
            }
        });
    }
}
