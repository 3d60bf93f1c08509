package io.lakeflight.server.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An engine process that is quick to start and answers every query with nothing; it ends with its standard input. Its log
 * tells what it ran.
 */
final class TestingEngineMain {
    /** What an engine does, by a property that stands where Spark's do. */
    private static final String BEHAVIOUR = "spark.testing.behaviour";

    static final Map<String, String> DIES_AT_ONCE = Map.of(BEHAVIOUR, "dies");
    static final Map<String, String> IS_NEVER_READY = Map.of(BEHAVIOUR, "waits");
    static final Map<String, String> SPEAKS_ANOTHER_PROTOCOL = Map.of(BEHAVIOUR, "another");
    static final Map<String, String> NAMES_NO_PORT = Map.of(BEHAVIOUR, "portless");

    /** A query that ends when it is canceled. */
    static final String ENDLESS = "SELECT endless";

    /** What its health tells of its fast lane. */
    static final int LEFT = 3;

    static final long HOT_BYTES = 262_144;

    static final String FAILING = "SELECT failing";
    /** A query that ends the engine. */
    static final String DEADLY = "SELECT deadly";

    private TestingEngineMain() {}

    /** To be started in place of Spark. */
    static EngineClasses classes() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new EngineClasses(absolute(path), TestingEngineMain.class.getName(), Optional.empty());
    }

    /** An engine has a working directory of its own. */
    private static String absolute(String path) {
        return String.join(
                File.pathSeparator,
                Stream.of(path.split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    public static void main(String[] arguments) throws Exception {
        String behaviour = Stream.of(arguments)
                .filter(argument -> argument.startsWith(BEHAVIOUR + "="))
                .map(argument -> argument.substring(BEHAVIOUR.length() + 1))
                .findFirst()
                .orElse("");
        switch (behaviour) {
            case "dies" -> System.exit(1);
            case "waits" -> awaitEnd();
            case "portless" -> {
                System.out.println(EngineProtocol.READY_PREFIX + "none");
                awaitEnd();
            }
            default -> serve(EngineProtocol.VERSION + (behaviour.equals("another") ? 1 : 0));
        }
    }

    private static void serve(int protocolVersion) throws Exception {
        Health health = Health.newBuilder()
                .setProtocolVersion(protocolVersion)
                .setFastLaneLeft(LEFT)
                .setHotColumnsBytes(HOT_BYTES)
                .build();
        try (RootAllocator allocator = new RootAllocator();
                FlightServer server = FlightServer.builder(
                                allocator,
                                Location.forGrpcInsecure("127.0.0.1", 0),
                                new HealthyEngine(health.toByteArray(), allocator))
                        .build()
                        .start()) {
            System.out.println(EngineProtocol.READY_PREFIX + server.getPort());
            awaitEnd();
        }
    }

    private static void awaitEnd() throws IOException, InterruptedException {
        System.in.transferTo(System.err);
        System.exit(0);
        new CountDownLatch(1).await();
    }

    private static final class HealthyEngine extends NoOpFlightProducer {
        private final byte[] health;
        private final RootAllocator allocator;
        private final CountDownLatch canceled = new CountDownLatch(1);

        private HealthyEngine(byte[] health, RootAllocator allocator) {
            this.health = health;
            this.allocator = allocator;
        }

        @Override
        public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
            try {
                answer(action).ifPresent(answer -> listener.onNext(new Result(answer)));
                listener.onCompleted();
            } catch (InvalidProtocolBufferException e) {
                listener.onError(e);
            }
        }

        private Optional<byte[]> answer(Action action) throws InvalidProtocolBufferException {
            return switch (action.getType()) {
                case EngineProtocol.HEALTH -> Optional.of(health);
                case EngineProtocol.OPEN_SESSION ->
                    Optional.of(SessionState.getDefaultInstance().toByteArray());
                case EngineProtocol.ANALYZE -> Optional.of(analysis(Statement.parseFrom(action.getBody())));
                case EngineProtocol.CANCEL -> {
                    canceled.countDown();
                    yield Optional.empty();
                }
                default -> Optional.empty();
            };
        }

        private static byte[] analysis(Statement statement) {
            boolean isQuery = statement.getSql().startsWith("SELECT");
            return Analysis.newBuilder()
                    .setKind(isQuery ? StatementKind.QUERY : StatementKind.DDL)
                    .build()
                    .toByteArray();
        }

        @Override
        public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
            try {
                String sql = Statement.parseFrom(ticket.getBytes()).getSql();
                System.err.println("ran " + sql);
                if (sql.equals(ENDLESS)) {
                    canceled.await();
                }
                if (sql.equals(DEADLY)) {
                    Runtime.getRuntime().halt(3);
                }
                if (sql.equals(FAILING)) {
                    listener.error(CallStatus.INTERNAL.toRuntimeException());
                    return;
                }
                try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of()), allocator)) {
                    listener.start(root);
                    listener.completed();
                }
            } catch (InvalidProtocolBufferException | InterruptedException e) {
                listener.error(e);
            }
        }
    }
}
