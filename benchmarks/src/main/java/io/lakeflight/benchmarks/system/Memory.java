package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.ProcessorTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What a process holds of the machine's memory; 0 where nothing tells that. */
final class Memory {
    private static final String RESIDENT = "VmRSS:";
    private static final Duration LOOK = Duration.ofSeconds(3);
    /** Of the processors within such a while; heartbeats and timers take less. */
    private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(150);

    private static final int MOST_LOOKS = 20;

    private Memory() {}

    /** Of a process and those it has started, in bytes. */
    private static long of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(Memory::resident)
                .sum();
    }

    /** The same once they have done next to nothing for a while, or a minute has passed. */
    static long atRest(ProcessHandle process) {
        Duration before = ProcessorTime.ofAll(process);
        for (int look = 0; look < MOST_LOOKS && livesOn(process); look++) {
            Duration now = ProcessorTime.ofAll(process);
            if (now.minus(before).compareTo(NEXT_TO_NOTHING) < 0) {
                break;
            }
            before = now;
        }
        return of(process);
    }

    /** Nothing tells that a process has come to rest: it is looked at again after a while, or is gone by then. */
    private static boolean livesOn(ProcessHandle process) {
        try {
            process.onExit().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static long resident(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
