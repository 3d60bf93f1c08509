package io.lakeflight.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much of the machine's processors all systems have.
 *
 * @param count of them
 * @param machine how many there are for this process
 * @param isBound whether no process can use others
 */
public record Cores(int count, int machine, boolean isBound) {
    private static final String ALLOWED = "Cpus_allowed_list:";

    /**
     * Binds this process, and with it all that it starts from now on, to some processors: clients and servers alike, whatever
     * their settings say. Where Linux and taskset are not at hand only settings remain.
     *
     * @param wanted at most what there are
     */
    public static Cores take(int wanted) {
        int machine = Runtime.getRuntime().availableProcessors();
        int count = Math.min(wanted, machine);
        return new Cores(count, machine, count == machine || isBoundTo(count));
    }

    private static boolean isBoundTo(int count) {
        return isBoundTo(count, Path.of("/proc/self/status"));
    }

    static boolean isBoundTo(int count, Path file) {
        try (Stream<String> status = Files.lines(file)) {
            List<Integer> allowed = status.filter(line -> line.startsWith(ALLOWED))
                    .flatMap(line -> numbers(line.substring(ALLOWED.length()).strip()).stream())
                    .limit(count)
                    .toList();
            if (allowed.size() < count) {
                return false;
            }
            String list = allowed.stream().map(String::valueOf).collect(Collectors.joining(","));
            Process taskset = new ProcessBuilder(
                            "taskset",
                            "-a",
                            "-c",
                            "-p",
                            list,
                            String.valueOf(ProcessHandle.current().pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return taskset.waitFor() == 0;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            // No such file, no taskset, or a list that is written otherwise.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Of a list as Linux writes it: {@code 0-2,5}. */
    static List<Integer> numbers(String list) {
        return Arrays.stream(list.split(","))
                .map(range -> range.split("-", -1))
                .flatMapToInt(ends ->
                        IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
                .boxed()
                .toList();
    }

    /** For people. */
    public String words() {
        if (count == machine) {
            return "all " + machine;
        }
        return "%d of %d, %s".formatted(count, machine, isBound ? "bound to them" : "by their settings alone");
    }
}
