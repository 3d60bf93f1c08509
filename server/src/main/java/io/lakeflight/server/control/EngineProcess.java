package io.lakeflight.server.control;

import io.lakeflight.engine.protocol.EngineProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One engine as a child process of this server.
 *
 * <p>Its standard input stays open as long as the server lives: the engine exits when it closes, so that it never
 * outlives the server, however the server ends.
 */
final class EngineProcess {
    private static final List<String> OPENED_PACKAGES = List.of(
            "java.nio", "sun.nio.ch", "java.lang", "java.lang.invoke", "java.util", "java.util.concurrent", "java.net");

    /**
     * A Ctrl-C reaches every process of the terminal's group. The server drains on it, for which it needs the engine; a
     * JVM leaves a signal ignored that was ignored when it began. The shell becomes the JVM: it has the same pid.
     */
    private static final List<String> IGNORING_INTERRUPTS =
            List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "lakeflight-engine");

    private final Process process;
    private final Path directory;
    private final Path log;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    /** One for all who ask: the JVM keeps what depends on a process's end until it ends. */
    private final CompletableFuture<Process> exit;

    private EngineProcess(Process process, Path directory, Path log) {
        this.process = process;
        this.exit = process.onExit();
        this.directory = directory;
        this.log = log;
    }

    static EngineProcess start(Launch launch) {
        try {
            Files.createDirectories(launch.log().getParent());
            Files.createDirectories(launch.directory());
            keepPrivate(launch.log());
            ProcessBuilder builder = new ProcessBuilder(command(launch))
                    .directory(launch.directory().toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
            builder.environment().put(EngineProtocol.TOKEN_VARIABLE, launch.token());
            builder.environment().put(EngineProtocol.ENGINE_ID_VARIABLE, launch.engineId());
            EngineProcess started = new EngineProcess(builder.start(), launch.directory(), launch.log());
            try {
                started.readOutput(launch.engineId());
            } catch (Error e) {
                // Without a thread to read it nobody would hear of the process, which lives as long as this server.
                started.kill();
                throw e;
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start engine " + launch.engineId() + ": " + e.getMessage(), e);
        }
    }

    /** What libraries log of tables and stores is for the server's owner. */
    private static void keepPrivate(Path log) throws IOException {
        Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rw-------");
        if (Files.notExists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(rights));
        } else {
            Files.setPosixFilePermissions(log, rights);
        }
    }

    private static List<String> command(Launch launch) {
        List<String> command = new ArrayList<>(IGNORING_INTERRUPTS);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + launch.memory());
        command.add("-Djava.io.tmpdir=" + launch.directory());
        command.add("-Dfile.encoding=UTF-8");
        command.add("-XX:ReservedCodeCacheSize=512m");
        OPENED_PACKAGES.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.add("--add-opens=java.base/sun.util.calendar=ALL-UNNAMED");
        command.addAll(launch.jvmOptions());
        command.addAll(List.of("-cp", launch.classes().path(), launch.classes().mainClass()));
        command.addAll(List.of("--port", "0", "--exit-when-stdin-closes"));
        launch.sparkConf().forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        return command;
    }

    /** Everything else that is printed there is dropped, so that the pipe never fills. */
    private void readOutput(String engineId) {
        Thread reader = new Thread(this::awaitPort, engineId + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void awaitPort() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(EngineProtocol.READY_PREFIX)) {
                    port.complete(Integer.parseInt(
                            line.substring(EngineProtocol.READY_PREFIX.length()).trim()));
                }
            }
        } catch (IOException | NumberFormatException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(
                new IllegalStateException("the process ended before it was ready; see " + log.getFileName()));
    }

    /** The port the engine listens on; fails if the process ends first. */
    CompletableFuture<Integer> port() {
        return port;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    CompletableFuture<Process> onExit() {
        return exit;
    }

    /** Closes the engine's standard input, waits, then kills; its directory goes with it. False as for {@link #kill}. */
    boolean stop(Duration patience) {
        endChildren();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The process is gone, which is what is wanted.
        }
        boolean ended = endsWithin(patience) || kill();
        Directories.delete(directory);
        return ended;
    }

    /** The JVM has some, to write a class archive. */
    private void endChildren() {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child ->
                child.onExit().completeOnTimeout(child, 10, TimeUnit.SECONDS).join());
    }

    /** Waits for the process to end; false if it lives on. */
    boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the process and waits for its end; false if the operating system holds it, e.g. for storage that hangs. */
    boolean kill() {
        process.destroyForcibly();
        return exit.handle((ended, failure) -> true)
                .completeOnTimeout(false, 10, TimeUnit.SECONDS)
                .join();
    }

    /**
     * What it takes to start an engine.
     *
     * @param jvmOptions besides those that every engine has
     * @param directory its working and temporary directory
     */
    record Launch(
            String engineId,
            EngineClasses classes,
            List<String> jvmOptions,
            String memory,
            String token,
            Path directory,
            Path log,
            Map<String, String> sparkConf) {}
}
