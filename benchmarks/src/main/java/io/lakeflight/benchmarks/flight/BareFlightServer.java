package io.lakeflight.benchmarks.flight;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A server that sends batches it has in memory. What is put under a name is sent again and again, until as many rows are
 * sent as the name's second word tells. Ends with its standard input.
 */
public final class BareFlightServer extends NoOpFlightProducer {
    /** Before the port, on the one line that is printed. */
    static final String READY = "ready ";

    private static final Location ANY_PORT = Location.forGrpcInsecure("127.0.0.1", 0);

    private static final long CLIENT_TIMEOUT_MILLIS = 60_000;

    private final BufferAllocator allocator;
    private final Executor streams = Executors.newCachedThreadPool();
    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    private record Content(Schema schema, List<ArrowRecordBatch> batches, long rows) {}

    private BareFlightServer(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    public static void main(String[] arguments) throws Exception {
        BufferAllocator allocator = new RootAllocator();
        FlightServer server = FlightServer.builder(allocator, ANY_PORT, new BareFlightServer(allocator))
                .build()
                .start();
        System.out.println(READY + server.getPort());
        while (System.in.read() >= 0) {
            // Whatever arrives is of no interest, only that the pipe is open.
        }
        // What is in memory goes with the process.
        Runtime.getRuntime().halt(0);
    }

    @Override
    public Runnable acceptPut(CallContext context, FlightStream stream, StreamListener<PutResult> acknowledged) {
        return () -> {
            List<String> path = stream.getDescriptor().getPath();
            VectorUnloader unloader = new VectorUnloader(stream.getRoot());
            List<ArrowRecordBatch> batches = new ArrayList<>();
            while (stream.next()) {
                batches.add(unloader.getRecordBatch());
            }
            contents.put(path.get(0), new Content(stream.getSchema(), batches, Long.parseLong(path.get(1))));
            acknowledged.onCompleted();
        };
    }

    @Override
    public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
        String name = descriptor.getPath().get(0);
        Content content = content(name);
        Ticket ticket = new Ticket(name.getBytes(StandardCharsets.UTF_8));
        return new FlightInfo(content.schema(), descriptor, List.of(new FlightEndpoint(ticket)), -1, content.rows());
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        BackpressureStrategy pace = new BackpressureStrategy.CallbackBackpressureStrategy();
        pace.register(listener);
        Content content = content(new String(ticket.getBytes(), StandardCharsets.UTF_8));
        // gRPC tells that the client takes more on the thread it called us on, so that one must not be kept.
        streams.execute(() -> {
            try {
                send(content, listener, pace);
            } catch (RuntimeException e) {
                listener.error(e);
            }
        });
    }

    private void send(Content content, ServerStreamListener listener, BackpressureStrategy pace) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(content.schema(), allocator)) {
            VectorLoader loader = new VectorLoader(root);
            listener.start(root);
            long left = content.rows();
            for (int batch = 0; left > 0; batch++) {
                loader.load(content.batches().get(batch % content.batches().size()));
                if (root.getRowCount() > left) {
                    root.setRowCount((int) left);
                }
                BackpressureStrategy.WaitResult result = pace.waitForListener(CLIENT_TIMEOUT_MILLIS);
                if (result != BackpressureStrategy.WaitResult.READY) {
                    throw CallStatus.CANCELLED
                            .withDescription("The client reads no more: " + result)
                            .toRuntimeException();
                }
                left -= root.getRowCount();
                listener.putNext();
            }
            listener.completed();
        }
    }

    private Content content(String name) {
        Content content = contents.get(name);
        if (content == null) {
            throw CallStatus.NOT_FOUND
                    .withDescription("Nothing was put as " + name)
                    .toRuntimeException();
        }
        return content;
    }
}
