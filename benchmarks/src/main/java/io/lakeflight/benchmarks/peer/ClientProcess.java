package io.lakeflight.benchmarks.peer;

import io.lakeflight.benchmarks.subject.SystemUnderTest.Timing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program with a {@link StatementLoop} that runs, and what is asked of it. */
final class ClientProcess implements AutoCloseable {
    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    /**
     * Starts one in Java and waits until it is connected.
     *
     * @param program its class or its source file, and its arguments
     * @param directory where it works, and writes {@code client.log}
     */
    static ClientProcess start(String classPath, List<String> program, String heap, Path directory) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap));
        command.addAll(
                Arrays.asList(System.getProperty("lakeflight.jvm-opens", "").split(" ")));
        command.addAll(List.of("-cp", ownCode() + ":" + classPath));
        command.addAll(program);
        return start(command, directory);
    }

    /** One in any language. */
    static ClientProcess start(List<String> command, Path directory) {
        try {
            Files.createDirectories(directory);
            return new ClientProcess(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(directory.resolve("client.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("A client did not start; client.log in " + directory + " tells why", e);
        }
    }

    /** One that has a JDBC driver. */
    static ClientProcess startJdbc(String classPath, String url, String heap, Path directory) {
        return start(classPath, List.of(JdbcProgram.class.getName(), url, "benchmark"), heap, directory);
    }

    /** The jar or directory that this class is in, without all it is otherwise used with. */
    private static String ownCode() {
        return Path.of(StatementLoop.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private ClientProcess(Process process) throws IOException {
        this.process = process;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        answers.readByte();
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    void update(String statement) {
        query(StatementLoop.UPDATE, statement);
    }

    /** How long it takes until each value of each row was asked for. */
    Timing run(String statement) {
        return query(StatementLoop.RUN, statement).timing();
    }

    List<List<String>> query(String statement) {
        return query(StatementLoop.QUERY, statement).rows();
    }

    /** The rows' {@link io.lakeflight.benchmarks.subject.RowsHash}, as the only row. */
    List<List<String>> hash(String statement) {
        return query(StatementLoop.HASH, statement).rows();
    }

    private record Outcome(Timing timing, List<List<String>> rows) {}

    private Outcome query(byte action, String statement) {
        try {
            send(action, statement);
            Timing timing = new Timing(answers.readLong(), answers.readLong());
            List<List<String>> rows = new ArrayList<>();
            int count = answers.readInt();
            for (int row = 0; row < count; row++) {
                List<String> values = new ArrayList<>();
                int columns = answers.readInt();
                for (int column = 0; column < columns; column++) {
                    values.add(StatementLoop.readText(answers));
                }
                rows.add(values);
            }
            return new Outcome(timing, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(byte action, String statement) throws IOException {
        requests.writeByte(action);
        StatementLoop.writeText(requests, statement);
        requests.flush();
        if (answers.readByte() == StatementLoop.FAILED) {
            throw new IllegalStateException(StatementLoop.readText(answers));
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
