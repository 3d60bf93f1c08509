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

/** A {@link JdbcProgram} that runs, and what is asked of it. */
final class JdbcProcess implements AutoCloseable {
    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    /**
     * Starts it and waits until it is connected.
     *
     * @param directory where it works, and writes {@code client.log}
     */
    static JdbcProcess start(String classPath, String url, String heap, Path directory) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap));
        command.addAll(
                Arrays.asList(System.getProperty("lakeflight.jvm-opens", "").split(" ")));
        command.addAll(List.of("-cp", ownCode() + ":" + classPath, JdbcProgram.class.getName(), url, "benchmark"));
        try {
            Files.createDirectories(directory);
            return new JdbcProcess(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(directory.resolve("client.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("A JDBC client did not start; client.log in " + directory + " tells why", e);
        }
    }

    /** The jar or directory that this class is in, without all it is otherwise used with. */
    private static String ownCode() {
        return Path.of(JdbcProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private JdbcProcess(Process process) throws IOException {
        this.process = process;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        answers.readByte();
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    void update(String statement) {
        try {
            send(JdbcProgram.UPDATE, statement);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long it takes until each value of each row was asked for. */
    Timing run(String statement) {
        try {
            send(JdbcProgram.RUN, statement);
            Timing timing = new Timing(answers.readLong(), answers.readLong());
            answers.readInt();
            return timing;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<List<String>> query(String statement) {
        try {
            send(JdbcProgram.QUERY, statement);
            answers.readLong();
            answers.readLong();
            List<List<String>> rows = new ArrayList<>();
            int count = answers.readInt();
            for (int row = 0; row < count; row++) {
                List<String> values = new ArrayList<>();
                int columns = answers.readInt();
                for (int column = 0; column < columns; column++) {
                    values.add(JdbcProgram.readText(answers));
                }
                rows.add(values);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(byte action, String statement) throws IOException {
        requests.writeByte(action);
        JdbcProgram.writeText(requests, statement);
        requests.flush();
        if (answers.readByte() == JdbcProgram.FAILED) {
            throw new IllegalStateException(JdbcProgram.readText(answers));
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
