package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.server.Version;
import io.lakeflight.testing.ResultStream;
import io.lakeflight.testing.TestingClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

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
        // Opened before the clock runs; one more for the heavy statement.
        while (clients.size() <= burst.clients()) {
            TestingClient client = TestingClient.withCookies(allocator, server.flightPort());
            clients.add(client);
            client.update("USE lake." + schema);
        }
        ExecutorService threads = Executors.newFixedThreadPool(burst.clients() + 1);
        Heavy heavy = new Heavy(clients.get(burst.clients()));
        try {
            Optional<Future<?>> end = burst.heavy().map(statement -> threads.submit(() -> heavy.repeat(statement)));
            Timing timing = timed(burst, threads);
            heavy.stop();
            end.ifPresent(LakeflightClients::await);
            return timing;
        } finally {
            heavy.stop();
            threads.shutdown();
        }
    }

    private Timing timed(Burst burst, ExecutorService threads) {
        Queue<String> left = new ConcurrentLinkedQueue<>(burst.statements());
        Collection<Long> each = new ConcurrentLinkedQueue<>();
        LongAdder rows = new LongAdder();
        long begun = System.nanoTime();
        List<Future<?>> ends = new ArrayList<>();
        for (TestingClient client : clients.subList(0, burst.clients())) {
            ends.add(threads.submit(() -> {
                for (String statement = left.poll(); statement != null; statement = left.poll()) {
                    long sent = System.nanoTime();
                    rows.add(read(client, statement));
                    each.add(System.nanoTime() - sent);
                }
            }));
        }
        ends.forEach(LakeflightClients::await);
        return BurstTimes.timing(System.nanoTime() - begun, rows.sum(), each);
    }

    private static long read(TestingClient client, String statement) {
        long rows = 0;
        try (ResultStream stream = client.open(statement)) {
            while (stream.next()) {
                rows += stream.root().getRowCount();
            }
        }
        return rows;
    }

    /** A client that runs the same statement again and again. */
    private static final class Heavy {
        private final TestingClient client;
        private boolean isOver;
        private @Nullable ResultStream running;

        Heavy(TestingClient client) {
            this.client = client;
        }

        void repeat(String statement) {
            while (!isOver()) {
                try (ResultStream stream = client.open(statement)) {
                    begin(stream);
                    while (stream.next()) {
                        // Its rows are of no interest.
                    }
                } catch (RuntimeException e) {
                    if (!isOver()) {
                        throw e;
                    }
                }
            }
        }

        private synchronized void begin(ResultStream stream) {
            running = stream;
            if (isOver) {
                stream.cancel();
            }
        }

        private synchronized boolean isOver() {
            return isOver;
        }

        synchronized void stop() {
            isOver = true;
            if (running != null) {
                running.cancel();
            }
        }
    }

    private static void await(Future<?> end) {
        try {
            end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    String.valueOf(Optional.ofNullable(e.getCause()).orElse(e).getMessage()), e);
        }
    }

    /** Rows are counted in each turn; the statements' answers are compared by the suite they are from. */
    @Override
    public Optional<Answer> answer(String statement) {
        return Optional.empty();
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
