package io.lakeflight.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Spark without Lakeflight over the same tables, in a process of its own: what results are compared with. */
final class BareSpark implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader answers;

    /** One result; {@code error} stands instead of the rest if the statement failed. */
    record Answer(List<String> names, List<String> types, List<List<String>> rows, String error) {}

    static BareSpark start(TestingCluster cluster) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path sources = EngineClassPath.projectRoot().resolve("testing/src/test/spark");
        command.add("@" + sources.resolve("jvm.options"));
        command.addAll(List.of(System.getProperty("lakeflight.jvm-opens").split(" ")));
        command.addAll(List.of("-cp", EngineClassPath.find()));
        command.add(sources.resolve("BareSpark.java").toString());
        command.add(cluster.icebergUri());
        try {
            return new BareSpark(new ProcessBuilder(command)
                    .directory(cluster.home().toFile())
                    .redirectError(new File("target/bare-spark.log"))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BareSpark(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    synchronized Answer query(String statement) {
        String line = Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8));
        try {
            process.outputWriter().write(line + "\n");
            process.outputWriter().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("The bare Spark ended; see testing/target/bare-spark.log");
            }
            Answer result = JSON.readValue(Base64.getDecoder().decode(answer), Answer.class);
            if (result.error() != null) {
                throw new IllegalArgumentException(statement + ": " + result.error());
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
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
