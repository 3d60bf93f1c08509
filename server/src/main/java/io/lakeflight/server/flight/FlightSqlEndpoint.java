package io.lakeflight.server.flight;

import io.grpc.Context;
import io.grpc.netty.NettyServerBuilder;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;

/** The listening Flight SQL server. */
public final class FlightSqlEndpoint implements AutoCloseable {
    /** What gRPC may hold of a stream that its client does not read; more waits in the engine. */
    private static final int OUTBOUND_BYTES = 2 << 20;

    private static final int HEADER_BYTES = 256 << 10;

    /** Room for what a message holds besides parameters, and for texts to be refused with a clear error. */
    private static final int MESSAGE_SLACK = 32 << 20;

    /** For one message of an upload; time for the longest one on a slow connection. */
    private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(2);

    private final FlightServer server;
    private final ExecutorService calls;
    private final ExecutorService streams;
    private final ExecutorService timer;

    private FlightSqlEndpoint(
            FlightServer server, ExecutorService calls, ExecutorService streams, ExecutorService timer) {
        this.server = server;
        this.calls = calls;
        this.streams = streams;
        this.timer = timer;
    }

    public static FlightSqlEndpoint start(FlightConfig config, Parts parts, String version) {
        ExecutorService calls = Executors.newCachedThreadPool(named("flight-call"));
        ExecutorService streams = Executors.newCachedThreadPool(named("flight-stream"));
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("upload-timer"));
        // Deadlines that were met are many, and would each hold their call's context until they are over.
        timer.setRemoveOnCancelPolicy(true);
        ClientWait uploads = new ClientWait(timer, UPLOAD_PATIENCE);
        FlightMetadata metadata = new FlightMetadata(parts.catalogs(), parts.allocator(), version);
        Consumer<NettyServerBuilder> grpc = builder -> builder.addTransportFilter(new Connections())
                // Called in the reverse order.
                .intercept(new ServiceEdge())
                .intercept(new CallIdentity(parts.sessions()));
        FlightServer server = FlightServer.builder()
                .allocator(parts.allocator())
                .location(Location.forGrpcInsecure(config.address(), config.port()))
                .producer(new CallEdge(new LakeflightProducer(parts, metadata, streams, uploads), uploads))
                .executor(new CallExecutor(calls))
                .backpressureThreshold(OUTBOUND_BYTES)
                .setMaxHeaderListSize(HEADER_BYTES)
                .maxInboundMessageSize(parts.limits().maxParameterBytes() + MESSAGE_SLACK)
                .transportHint("grpc.builderConsumer", grpc)
                .build();
        try {
            return new FlightSqlEndpoint(server.start(), calls, streams, timer);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot listen for Flight SQL on %s:%d: %s. Is another server running? Choose another port with --flight-port"
                            .formatted(
                                    config.address(),
                                    config.port(),
                                    rootCause(e).getMessage()),
                    e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
        calls.shutdownNow();
        streams.shutdownNow();
        timer.shutdownNow();
        streams.awaitTermination(5, TimeUnit.SECONDS);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Hands each task on with the call's context, which Arrow drops on its way to a DoPut's thread. */
    private static final class CallExecutor extends AbstractExecutorService {
        private final ExecutorService threads;

        CallExecutor(ExecutorService threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            threads.execute(Context.current().wrap(task));
        }

        @Override
        public void shutdown() {
            threads.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return threads.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return threads.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return threads.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return threads.awaitTermination(timeout, unit);
        }
    }
}
