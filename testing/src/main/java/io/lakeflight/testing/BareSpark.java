package io.lakeflight.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Spark without Lakeflight over the same tables, in a process of its own: what Lakeflight is compared with. */
public final class BareSpark implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessBuilder command;
    private Process process;
    private BufferedReader answers;

    /** One result; {@code error} stands instead of the rest if the statement failed. */
    public record Answer(
            List<String> names,
            List<String> types,
            List<List<String>> rows,
            @Nullable String error) {}

    /**
     * How long a statement took.
     *
     * @param count of the rows; of bytes, if they were asked for as Arrow batches
     * @param each of several statements, in the order of their ends
     */
    public record Timing(
            long nanos,
            long count,
            @Nullable List<Long> each,
            @Nullable String error) {}

    /**
     * Starts the process.
     *
     * @param icebergUri the Iceberg REST service with catalog {@code lake}
     * @param directory where it works, and writes {@code bare-spark.log}; created if it is missing
     * @param jvm options of the virtual machine, which win over those of the tests
     * @param conf Spark properties
     */
    public static BareSpark start(String icebergUri, Path directory, List<String> jvm, Map<String, String> conf) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path sources = EngineClassPath.projectRoot().resolve("testing/src/main/spark");
        command.add("@" + sources.resolve("jvm.options"));
        command.addAll(jvm);
        command.addAll(List.of(System.getProperty("lakeflight.jvm-opens").split(" ")));
        command.addAll(List.of("-cp", EngineClassPath.find()));
        command.add(sources.resolve("BareSpark.java").toString());
        command.add(icebergUri);
        conf.forEach((key, value) -> command.add(key + "=" + value));
        try {
            Files.createDirectories(directory);
            return new BareSpark(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(Redirect.appendTo(
                            directory.resolve("bare-spark.log").toFile())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BareSpark(ProcessBuilder command) throws IOException {
        this.command = command;
        this.process = command.start();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it anew if it has ended, as Spark does by itself when its heap is full; its sessions are gone then. */
    public synchronized void restartIfEnded() {
        if (process.isAlive()) {
            return;
        }
        try {
            process = command.start();
            answers = process.inputReader(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All rows of a statement.
     *
     * @throws IllegalArgumentException if it fails
     */
    public Answer query(String statement) {
        Answer answer = answer("", statement, Answer.class);
        requireNone(statement, answer.error());
        return answer;
    }

    /** How long Spark takes until it has all rows of a statement. */
    public Timing run(String statement) {
        Timing timing = answer("run ", statement, Timing.class);
        requireNone(statement, timing.error());
        return timing;
    }

    /** How long Spark takes until it has all rows of a statement as Arrow batches. */
    public Timing arrow(String statement) {
        Timing timing = answer("arrow ", statement, Timing.class);
        requireNone(statement, timing.error());
        return timing;
    }

    /**
     * How long several clients take, each with a session of its own, to run all statements.
     *
     * @param heavy is run all the while besides, if it is not null
     */
    public Timing burst(int clients, @Nullable String heavy, String schema, List<String> statements) {
        try {
            String text = JSON.writeValueAsString(Arrays.asList(clients, heavy, schema)) + "\n"
                    + JSON.writeValueAsString(statements);
            Timing timing = answer("burst ", text, Timing.class);
            requireNone(text, timing.error());
            return timing;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long Spark takes to parse, analyse and optimize a statement, which is not run. */
    public Timing plan(String statement) {
        Timing timing = answer("plan ", statement, Timing.class);
        requireNone(statement, timing.error());
        return timing;
    }

    /** The process, of which more than its answers may be asked. */
    public synchronized ProcessHandle process() {
        return process.toHandle();
    }

    private synchronized <T> T answer(String action, String statement, Class<T> type) {
        String text = Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8));
        try {
            process.outputWriter().write(action + text + "\n");
            process.outputWriter().flush();
            String answer = answers.readLine();
            if (answer == null) {
                // It may still be about to end.
                process.onExit().join();
                throw new IllegalStateException("The bare Spark ended; bare-spark.log in its directory tells why");
            }
            return JSON.readValue(Base64.getDecoder().decode(answer), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireNone(String statement, @Nullable String error) {
        if (error != null) {
            throw new IllegalArgumentException(error + "\nin: " + statement);
        }
    }

    @Override
    public synchronized void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
