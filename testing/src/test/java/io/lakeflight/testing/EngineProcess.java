package io.lakeflight.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The engine's process as the operating system and its JVM see it. */
final class EngineProcess {
    private static final Duration SAMPLE = Duration.ofMillis(300);

    private final ProcessHandle process;

    static EngineProcess of(TestingCluster cluster) {
        return new EngineProcess(cluster.server().engineProcesses().get(0));
    }

    static EngineProcess of(TestingCluster cluster, String plane) {
        return new EngineProcess(cluster.server().engineProcesses(plane).get(0));
    }

    private EngineProcess(ProcessHandle process) {
        this.process = process;
    }

    /** How many processors it keeps busy, measured now, over a third of a second. */
    double busyProcessors() {
        long startNanos = System.nanoTime();
        long start = cpuNanos();
        LockSupport.parkNanos(SAMPLE.toNanos());
        return (double) (cpuNanos() - start) / (System.nanoTime() - startNanos);
    }

    /** Live instances of a class, after a full collection. */
    long instances(String className) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process histogram = new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.class_histogram").start();
            try (BufferedReader lines = histogram.inputReader()) {
                return lines.lines()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns.length >= 4 && columns[3].equals(className))
                        .mapToLong(columns -> Long.parseLong(columns[1]))
                        .sum();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Stops it without ending it: it keeps its connections and answers nothing. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }
}
