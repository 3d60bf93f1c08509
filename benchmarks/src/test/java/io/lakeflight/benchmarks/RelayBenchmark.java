package io.lakeflight.benchmarks;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.server.engines.EngineClient;
import io.lakeflight.server.results.ResultRelay;
import io.lakeflight.server.results.RowSink;
import io.lakeflight.server.results.SchemaMessages;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A hundred batches of one MiB on their way from an engine to nowhere, through the relay to a client, and without it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens=java.base/java.nio=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class RelayBenchmark {
    private static final int BATCHES = 100;
    private static final int COLUMNS = 4;
    private static final int ROWS = (1 << 20) / COLUMNS / Long.BYTES;
    private static final Schema SCHEMA = new Schema(List.of(column("a"), column("b"), column("c"), column("d")));
    private static final ByteString SCHEMA_MESSAGE = SchemaMessages.toMessage(SCHEMA);
    private static final Location ANY_PORT = Location.forGrpcInsecure("127.0.0.1", 0);

    private final BufferAllocator allocator = new RootAllocator();
    /** Those of gRPC, which tell that the client takes more, must not be kept. */
    private final ExecutorService streams = Executors.newCachedThreadPool();

    private final ResultRelay relay = new ResultRelay(allocator);
    private FlightServer engine = null;
    private FlightServer server = null;
    private EngineClient client = null;
    private FlightClient ofEngine = null;
    private FlightClient ofServer = null;

    private static Field column(String name) {
        return new Field(name, FieldType.nullable(new ArrowType.Int(64, true)), List.of());
    }

    @Setup
    public void start() throws IOException {
        engine = FlightServer.builder(allocator, ANY_PORT, new Rows()).build().start();
        server = FlightServer.builder(allocator, ANY_PORT, new Relaying())
                .build()
                .start();
        client = new EngineClient("benchmark", engine.getPort(), "none", allocator);
        ofEngine = FlightClient.builder(allocator, engine.getLocation()).build();
        ofServer = FlightClient.builder(allocator, server.getLocation()).build();
    }

    @TearDown
    public void stop() throws Exception {
        ofServer.close();
        ofEngine.close();
        client.close();
        server.close();
        engine.close();
        streams.shutdown();
        streams.awaitTermination(1, TimeUnit.MINUTES);
        allocator.close();
    }

    @Benchmark
    public long toNowhere() {
        return relay.relay(
                client.stream(Statement.getDefaultInstance()),
                SCHEMA_MESSAGE,
                new RowSink.Discarded(),
                new CompletableFuture<>());
    }

    @Benchmark
    public long throughTheRelay() throws Exception {
        return read(ofServer);
    }

    @Benchmark
    public long withoutIt() throws Exception {
        return read(ofEngine);
    }

    private static long read(FlightClient from) throws Exception {
        long rows = 0;
        try (FlightStream stream = from.getStream(new Ticket(new byte[0]))) {
            while (stream.next()) {
                rows += stream.getRoot().getRowCount();
            }
        }
        return rows;
    }

    /** An engine with nothing in it but rows. */
    private final class Rows extends NoOpFlightProducer {
        @Override
        public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
            BackpressureStrategy pace = pace(listener);
            streams.execute(() -> send(listener, pace));
        }

        private void send(ServerStreamListener listener, BackpressureStrategy pace) {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
                root.getFieldVectors().forEach(vector -> fill((BigIntVector) vector));
                root.setRowCount(ROWS);
                listener.start(root);
                for (int batch = 0; batch < BATCHES; batch++) {
                    pace.waitForListener(60_000);
                    listener.putNext();
                }
                listener.completed();
            }
        }

        private void fill(BigIntVector vector) {
            vector.allocateNew(ROWS);
            for (int row = 0; row < ROWS; row++) {
                vector.set(row, row);
            }
        }
    }

    /** A server with nothing in it but the relay. */
    private final class Relaying extends NoOpFlightProducer {
        @Override
        public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
            BackpressureStrategy pace = pace(listener);
            RowSink sink = new RowSink() {
                @Override
                public void start(VectorSchemaRoot root) {
                    listener.start(root);
                }

                @Override
                public boolean send() {
                    pace.waitForListener(60_000);
                    listener.putNext();
                    return true;
                }

                @Override
                public void abort() {
                    // Nobody cancels here.
                }
            };
            streams.execute(() -> {
                relay.relay(
                        client.stream(Statement.getDefaultInstance()), SCHEMA_MESSAGE, sink, new CompletableFuture<>());
                listener.completed();
            });
        }
    }

    private static BackpressureStrategy pace(FlightProducer.ServerStreamListener listener) {
        BackpressureStrategy pace = new BackpressureStrategy.CallbackBackpressureStrategy();
        pace.register(listener);
        return pace;
    }
}
