package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.ProcessorTime;
import io.lakeflight.benchmarks.subject.Share;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server with its engine, started as anybody starts it. */
final class LakeflightServer implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("^ *(Flight SQL|HTTP) .*:(\\d+)$");
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final String configuration;
    private int flightPort;
    private int httpPort;

    private LakeflightServer(Process process, String configuration) {
        this.process = process;
        this.configuration = configuration;
    }

    static LakeflightServer start(
            Path installation, Path home, Share share, BigDecimal scale, Consumer<String> progress) {
        return start(installation, home, share, List.of("--sample-scale", scale.toPlainString()), progress);
    }

    /** One without tables. */
    static LakeflightServer startEmpty(Path installation, Path home, Share share, Consumer<String> progress) {
        return start(installation, home, share, List.of("--no-sample"), progress);
    }

    private static LakeflightServer start(
            Path installation, Path home, Share share, List<String> options, Consumer<String> progress) {
        List<String> words = new ArrayList<>(List.of(
                installation.resolve("bin/lakeflight").toString(),
                "start",
                "--config",
                OwnConfiguration.write(home, share).toString(),
                "--home",
                home.toString(),
                "--flight-port",
                "0",
                "--http-port",
                "0"));
        words.addAll(options);
        ProcessBuilder command = new ProcessBuilder(words).redirectErrorStream(true);
        // Options of somebody's server, which others do not have.
        command.environment().remove("LAKEFLIGHT_JAVA_OPTS");
        try {
            LakeflightServer server = new LakeflightServer(command.start(), OwnConfiguration.words(share));
            try {
                server.awaitReady(progress);
                return server;
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Consumer<String> progress) {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                progress.accept(line);
                Matcher port = PORT.matcher(line);
                if (port.matches() && port.group(1).equals("HTTP")) {
                    // The last of the addresses; it is ready before it tells them.
                    httpPort = Integer.parseInt(port.group(2));
                    Thread rest = new Thread(() -> passOn(output, progress), "server-output");
                    rest.setDaemon(true);
                    rest.start();
                    return;
                }
                if (port.matches()) {
                    flightPort = Integer.parseInt(port.group(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("The server ended before it was ready; see above");
    }

    /** Until the server ends, or its output is closed. */
    private static void passOn(BufferedReader output, Consumer<String> progress) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                progress.accept(line);
            }
        } catch (IOException e) {
            progress.accept("The server's output is closed");
        }
    }

    /** How it is configured, for people. */
    String configuration() {
        return configuration;
    }

    int flightPort() {
        return flightPort;
    }

    String icebergUri() {
        return "http://127.0.0.1:" + httpPort + "/iceberg";
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Of the server and its engines. */
    Duration processorTime() {
        return ProcessorTime.ofAll(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
