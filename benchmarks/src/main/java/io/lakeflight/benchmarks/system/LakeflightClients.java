package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.server.Version;
import io.lakeflight.testing.ResultStream;
import io.lakeflight.testing.Rows;
import io.lakeflight.testing.TestingClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A server with many clients, each with a connection and a session of its own; a statement is a {@link Burst}. */
final class LakeflightClients implements SystemUnderTest, AutoCloseable {
    private final LakeflightServer server;
    private final BufferAllocator allocator = new RootAllocator();
    private final List<TestingClient> clients = new ArrayList<>();
    private String schema = "default";

    LakeflightClients(LakeflightServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "lakeflight";
    }

    @Override
    public String description() {
        return "Lakeflight " + Version.current() + ", " + server.configuration()
                + "; Flight SQL clients with a session each";
    }

    @Override
    public void use(String name) {
        schema = name;
        clients.forEach(client -> client.update("USE lake." + name));
    }

    @Override
    public Timing run(String text) {
        Burst burst = Burst.of(text);
        BurstRun<TestingClient> run = open(burst);
        Collection<Long> each = new ConcurrentLinkedQueue<>();
        LongAdder rows = new LongAdder();
        long nanos = run.with((client, statement) -> {
            long sent = System.nanoTime();
            rows.add(read(client, statement, stream -> {}));
            each.add(System.nanoTime() - sent);
        });
        return BurstTimes.timing(nanos, rows.sum(), each);
    }

    /** What its statements are answered at once. */
    @Override
    public Optional<Answer> answer(String text) {
        Map<String, Answer> answers = new ConcurrentHashMap<>();
        open(Burst.of(text)).with((client, statement) -> {
            Rows rows = client.query(statement);
            Answer answer = new Answer(rows.names(), rows.types(), rows.texts());
            answers.merge(statement, answer, Burst::same);
        });
        return Optional.of(Burst.answer(answers));
    }

    /** Before any clock runs; with one client more for the heavy statement. */
    private BurstRun<TestingClient> open(Burst burst) {
        while (clients.size() <= burst.clients()) {
            TestingClient client = TestingClient.withCookies(allocator, server.flightPort());
            clients.add(client);
            client.update("USE lake." + schema);
        }
        return new BurstRun<>(
                burst,
                clients,
                (client, statement, end) -> read(client, statement, stream -> end.then(stream::cancel)));
    }

    private static long read(TestingClient client, String statement, Consumer<ResultStream> opened) {
        long rows = 0;
        try (ResultStream stream = client.open(statement)) {
            opened.accept(stream);
            while (stream.next()) {
                rows += stream.root().getRowCount();
            }
        }
        return rows;
    }

    @Override
    public Duration processorTime() {
        return server.processorTime();
    }

    @Override
    public void close() {
        clients.forEach(TestingClient::close);
        allocator.close();
    }
}
