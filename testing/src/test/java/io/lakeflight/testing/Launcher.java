package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of {@code bin/lakeflight}, with what it wrote. */
final class Launcher implements AutoCloseable {
    private static final Pattern JDBC_URL = Pattern.compile("jdbc:arrow-flight-sql://\\S+");
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;
    private final Path errors;

    static Launcher run(Path directory, String... arguments) {
        return run(directory, List.of(), arguments);
    }

    /** As from a terminal: in a process group of its own, that a Ctrl-C reaches as a whole. */
    static Launcher runInAGroup(Path directory, String... arguments) {
        // Whoever runs the tests may ignore Ctrl-C, which children inherit.
        return run(directory, List.of("setsid", "env", "--default-signal=INT"), arguments);
    }

    private static Launcher run(Path directory, List<String> starter, String... arguments) {
        List<String> command = new ArrayList<>(starter);
        command.add(EngineClassPath.projectRoot().resolve("bin/lakeflight").toString());
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(directory, "launcher", ".out");
            Path errors = Files.createTempFile(directory, "launcher", ".err");
            // Where a server is killed, the JVM that writes its class archive leaves what it said.
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            return new Launcher(process, output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Launcher(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    Process process() {
        return process;
    }

    void interruptGroup() throws IOException, InterruptedException {
        String group = "-" + process.pid();
        new ProcessBuilder("sh", "-c", "kill -s INT -- " + group).start().waitFor();
    }

    String output() {
        return read(output);
    }

    String errors() {
        return read(errors);
    }

    /** Waits until it says that it is ready; returns the JDBC URL it names. */
    String awaitReady() {
        eventually(READY_TIMEOUT, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("It ended: " + errors());
            }
            if (!output().contains("Lakeflight is ready")) {
                throw new AssertionError("It is not ready: " + output() + errors());
            }
        });
        Matcher url = JDBC_URL.matcher(output());
        if (!url.find()) {
            throw new AssertionError("No JDBC URL in: " + output());
        }
        return url.group();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("It still runs: " + output() + errors());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
