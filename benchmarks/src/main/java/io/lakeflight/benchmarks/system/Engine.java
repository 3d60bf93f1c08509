package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.ProcessorTime;
import io.lakeflight.benchmarks.subject.Share;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.engines.EngineClient;
import io.lakeflight.server.engines.EngineStream;
import io.lakeflight.testing.EngineClassPath;
import io.lakeflight.testing.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An engine like the server's own, without a server before it: the rows of a statement are fetched, which need not be analysed
 * before that.
 */
final class Engine implements SystemUnderTest, AutoCloseable {
    private static final String MAIN = "io.lakeflight.engine.spark.EngineMain";
    private static final String SESSION = "benchmark";

    private final Process process;
    private final BufferAllocator allocator = new RootAllocator();
    private final EngineClient client;
    private final Share share;

    static Engine start(String icebergUri, Path directory, Share share) {
        DataPlanesConfig planes = DataPlanesConfig.DEFAULTS;
        DataPlaneConfig plane =
                Optional.ofNullable(planes.planes().get(planes.defaultPlane())).orElseThrow();
        String token = UUID.randomUUID().toString();
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command(plane, share, icebergUri, directory))
                    .directory(directory.toFile())
                    .redirectError(directory.resolve("engine.log").toFile());
            builder.environment().put(EngineProtocol.TOKEN_VARIABLE, token);
            return new Engine(builder.start(), token, share);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(DataPlaneConfig plane, Share share, String icebergUri, Path directory) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + share.heap(),
                "-Djava.io.tmpdir=" + directory,
                "-Dfile.encoding=UTF-8",
                "-XX:ReservedCodeCacheSize=512m"));
        command.addAll(Arrays.asList(System.getProperty("lakeflight.jvm-opens").split(" ")));
        command.addAll(List.of("-cp", EngineClassPath.find(), MAIN));
        command.addAll(List.of("--port", "0", "--exit-when-stdin-closes", "--lost-server-timeout", "0"));
        Map<String, String> conf = new TreeMap<>(plane.sparkConf());
        conf.putAll(plane.fastLane().sparkConf(directory, "benchmark"));
        conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("--conf", "spark.master=" + share.master()));
        command.addAll(List.of("--conf", "spark.local.dir=" + directory));
        command.addAll(List.of("--conf", "spark.lakeflight.iceberg-uri=" + icebergUri));
        return command;
    }

    private Engine(Process process, String token, Share share) throws IOException {
        this.process = process;
        this.share = share;
        this.client = new EngineClient("benchmark", awaitPort(process), token, allocator);
        client.openSession(
                OpenSession.newBuilder()
                        .setSessionId(SESSION)
                        .setUser("benchmark")
                        .setCatalog("lake")
                        .setSchema("default")
                        .build(),
                new CompletableFuture<>());
    }

    private static int awaitPort(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (@Nullable String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(EngineProtocol.READY_PREFIX)) {
                return Integer.parseInt(
                        line.substring(EngineProtocol.READY_PREFIX.length()).strip());
            }
        }
        throw new IllegalStateException("The engine ended before it was ready; engine.log in its directory tells why");
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String description() {
        return "An engine like the server's, " + share.words() + ", asked straight by DoGet alone";
    }

    @Override
    public void use(String schema) {
        client.execute(statement("USE lake." + schema), new CompletableFuture<>());
    }

    @Override
    public Timing run(String text) {
        long begun = System.nanoTime();
        Statement statement = statement(text);
        long rows = 0;
        try (EngineStream stream = client.stream(statement)) {
            while (stream.next()) {
                rows += stream.root().getRowCount();
            }
        }
        return new Timing(System.nanoTime() - begun, rows);
    }

    @Override
    public Optional<Answer> answer(String text) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (EngineStream stream = client.stream(statement(text))) {
            Schema schema = stream.root().getSchema();
            while (stream.next()) {
                Rows.add(stream.root(), rows);
            }
            Rows all = new Rows(schema, rows);
            return Optional.of(new Answer(all.names(), all.types(), all.texts()));
        }
    }

    private static Statement statement(String text) {
        return Statement.newBuilder()
                .setSessionId(SESSION)
                .setQueryId(UUID.randomUUID().toString())
                .setSql(text)
                .build();
    }

    @Override
    public Duration processorTime() {
        return ProcessorTime.of(process.toHandle());
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        allocator.close();
        process.destroy();
    }
}
