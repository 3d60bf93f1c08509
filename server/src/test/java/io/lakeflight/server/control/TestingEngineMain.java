package io.lakeflight.server.control;

import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Result;
import org.apache.arrow.memory.RootAllocator;

/** An engine process that is quick to start: it tells its health, and ends with its standard input. */
final class TestingEngineMain {
    /** What an engine does, by a property that stands where Spark's do. */
    private static final String BEHAVIOUR = "spark.testing.behaviour";

    static final Map<String, String> DIES_AT_ONCE = Map.of(BEHAVIOUR, "dies");
    static final Map<String, String> IS_NEVER_READY = Map.of(BEHAVIOUR, "waits");
    static final Map<String, String> SPEAKS_ANOTHER_PROTOCOL = Map.of(BEHAVIOUR, "another");
    static final Map<String, String> NAMES_NO_PORT = Map.of(BEHAVIOUR, "portless");

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
        Health health = Health.newBuilder().setProtocolVersion(protocolVersion).build();
        try (RootAllocator allocator = new RootAllocator();
                FlightServer server = FlightServer.builder(
                                allocator,
                                Location.forGrpcInsecure("127.0.0.1", 0),
                                new HealthyEngine(health.toByteArray()))
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

        private HealthyEngine(byte[] health) {
            this.health = health;
        }

        @Override
        public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
            if (action.getType().equals(EngineProtocol.HEALTH)) {
                listener.onNext(new Result(health));
            }
            listener.onCompleted();
        }
    }
}
