package io.lakeflight.server.flight;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.grpc.ServerBackpressureThresholdInterceptor;
import org.apache.arrow.memory.BufferAllocator;

/** The listening Flight SQL server. */
public final class FlightSqlEndpoint implements AutoCloseable {
    /** What gRPC may hold of a stream that its client does not read; more waits in the engine. */
    private static final int OUTBOUND_BYTES = 2 << 20;

    private static final int HEADER_BYTES = 256 << 10;

    /** Room for what a message holds besides parameters, and for texts to be refused with a clear error. */
    private static final int MESSAGE_SLACK = 32 << 20;

    /** For one message of an upload; time for the longest one on a slow connection. */
    private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(2);

    /** What gRPC waits for calls that were told to end. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(3);

    private final Server server;
    private final ExecutorService calls;
    private final ExecutorService streams;
    private final ExecutorService timer;
    private final MetadataWarmUp warmUp;
    private final BufferAllocator allocator;

    private FlightSqlEndpoint(
            Server server,
            ExecutorService calls,
            ExecutorService streams,
            ExecutorService timer,
            MetadataWarmUp warmUp,
            BufferAllocator allocator) {
        this.server = server;
        this.calls = calls;
        this.streams = streams;
        this.timer = timer;
        this.warmUp = warmUp;
        this.allocator = allocator;
    }

    public static FlightSqlEndpoint start(FlightConfig config, Parts parts, String version) {
        ExecutorService calls = Executors.newCachedThreadPool(named("flight-call"));
        ExecutorService streams = Executors.newCachedThreadPool(named("flight-stream"));
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("upload-timer"));
        // Deadlines that were met are many, and would each hold their call's context until they are over.
        timer.setRemoveOnCancelPolicy(true);
        ClientWait uploads = new ClientWait(timer, UPLOAD_PATIENCE);
        FlightMetadata metadata = new FlightMetadata(parts.catalogs(), parts.allocator(), version);
        FlightProducer producer = new CallEdge(new LakeflightProducer(parts, metadata, streams, uploads), uploads);
        ClientCalls clients = new ClientCalls();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(config.address(), config.port()))
                .executor(calls)
                .maxInboundMetadataSize(HEADER_BYTES)
                .maxInboundMessageSize(parts.limits().maxParameterBytes() + MESSAGE_SLACK)
                .addTransportFilter(new Connections())
                .addService(UnreadableAsNull.inServiceOf(producer, parts.allocator(), calls))
                // Called in the reverse order.
                .intercept(new ServerBackpressureThresholdInterceptor(OUTBOUND_BYTES))
                .intercept(clients)
                .intercept(new ServiceEdge())
                .intercept(new CallIdentity(parts.sessions()))
                .build();
        try {
            MetadataWarmUp warmUp = new MetadataWarmUp(parts.catalogs(), metadata, clients, parts.readAhead());
            return new FlightSqlEndpoint(server.start(), calls, streams, timer, warmUp, parts.allocator());
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

    /**
     * Begins, in the background, to get ready for clients that browse.
     *
     * @param awaitReady waits for what is more urgent, or until the given future is complete
     * @return completes, and never fails, when all has been done or given up
     */
    public CompletableFuture<Void> warmUp(Consumer<CompletableFuture<Void>> awaitReady) {
        return warmUp.start(
                awaitReady, new MetadataBrowser(server.getListenSockets().get(0), allocator));
    }

    @Override
    public void close() throws InterruptedException {
        warmUp.close();
        if (!server.shutdown().awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            server.shutdownNow().awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
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
}
