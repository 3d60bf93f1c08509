package io.lakeflight.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The engine's process as the operating system and its JVM see it. */
final class EngineProcess {
    private static final Duration SAMPLE = Duration.ofMillis(300);

    /** Behind the name, where the system's own share follows. */
    private static final int USER_TICKS = 11;

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

    /** The threads that work now, each with its share of a processor in percent, as Linux tells; for a test's message. */
    String busyThreads() {
        Map<String, Long> before = ticksByThread();
        LockSupport.parkNanos(SAMPLE.toNanos());
        return ticksByThread().entrySet().stream()
                .map(thread -> Map.entry(thread.getKey(), thread.getValue() - before.getOrDefault(thread.getKey(), 0L)))
                .filter(thread -> thread.getValue() > 0)
                .map(thread -> thread.getKey() + " " + thread.getValue() * 1000 / SAMPLE.toMillis() + " %")
                .collect(Collectors.joining(", "));
    }

    /** In hundredths of a second, which is how Linux counts for programs. */
    private Map<String, Long> ticksByThread() {
        Map<String, Long> ticks = new TreeMap<>();
        for (File thread :
                Objects.requireNonNullElse(new File("/proc/" + process.pid() + "/task").listFiles(), new File[0])) {
            try {
                String line = Files.readString(thread.toPath().resolve("stat"));
                int nameEnd = line.lastIndexOf(')');
                String[] fields = line.substring(nameEnd + 2).split(" ");
                ticks.merge(
                        line.substring(line.indexOf('(') + 1, nameEnd),
                        Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]),
                        Long::sum);
            } catch (IOException e) {
                ticks.putIfAbsent("ended", 0L);
            }
        }
        return ticks;
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
