package io.lakeflight.engine.spark;

import com.google.protobuf.Message;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.CloseSession;
import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.QueryReference;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.run.SpareSlots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import scala.Option;

/** One real engine for all tests of the JVM, and a client to it. */
final class TestingEngine {
    static final int SPARE_SLOTS = 4;
    /** At most in the fast lane at the same time: two for each core. */
    static final int FAST_STATEMENTS = 4;

    /** Settings of a session in which Spark generates no code for whole stages. */
    static final Map<String, String> WITHOUT_CODE = Map.of("spark.sql.codegen.wholeStage", "false");

    private static final String TOKEN = "test-token";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final TestingEngine SHARED = new TestingEngine();

    private final EngineServer server;
    private final FlightClient client;
    private final HeaderCallOption token;
    private final AtomicLong queryIds = new AtomicLong();

    private TestingEngine() {
        try {
            Path warehouse = Files.createTempDirectory("lake-");
            Map<String, String> conf = Map.of(
                    "spark.master",
                    "local[2]",
                    SpareSlots.COUNT,
                    String.valueOf(SPARE_SLOTS),
                    "spark.sql.catalog.lake",
                    EngineCatalog.class.getName(),
                    "spark.sql.catalog.lake.type",
                    "hadoop",
                    "spark.sql.catalog.lake.warehouse",
                    warehouse.toString(),
                    "spark.lakeflight.fast-lane.enabled",
                    "true",
                    "spark.lakeflight.fast-lane.max-rows",
                    "400000",
                    "spark.lakeflight.fast-lane.max-result-rows",
                    "400000",
                    "spark.lakeflight.fast-lane.timeout",
                    "60s");
            server = EngineServer.start(0, TOKEN, conf, Duration.ZERO);
            client = connect();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        CallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", "Bearer " + TOKEN);
        token = new HeaderCallOption(headers);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        open("setup");
        execute("setup", "CREATE NAMESPACE lake.db");
        open("s");
    }

    private void stop() {
        try {
            client.close();
            server.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static TestingEngine shared() {
        return SHARED;
    }

    EngineServer server() {
        return server;
    }

    FlightClient connect() {
        return FlightClient.builder(new RootAllocator(), Location.forGrpcInsecure("127.0.0.1", port()))
                .build();
    }

    /** A connection that can be cut. */
    ManagedChannel channel() {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port())
                .usePlaintext()
                .build();
    }

    private int port() {
        return server.port();
    }

    String nextQueryId() {
        return "q_" + queryIds.incrementAndGet();
    }

    void open(String session) {
        String schema = session.equals("setup") ? "" : "db";
        open(OpenSession.newBuilder()
                .setSessionId(session)
                .setCatalog("lake")
                .setSchema(schema)
                .build());
    }

    void open(OpenSession session) {
        call(EngineProtocol.OPEN_SESSION, session);
    }

    /** Opens one for many texts over few rows: Spark's time to generate code for each would be most of all. */
    void openWithoutCode(String session) {
        open(session);
        WITHOUT_CODE.forEach((name, value) -> execute(session, "SET " + name + " = " + value));
    }

    void close(String session) {
        call(
                EngineProtocol.CLOSE_SESSION,
                CloseSession.newBuilder().setSessionId(session).build());
    }

    /** Body of the only result of an action; empty if there is none. */
    byte[] call(String action, Message body) {
        Iterator<Result> results = client.doAction(new Action(action, body.toByteArray()), token);
        byte[] answer = results.hasNext() ? results.next().getBody() : new byte[0];
        while (results.hasNext()) {
            results.next();
        }
        return answer;
    }

    /** To be answered by Spark, as are all statements but those of tests of the fast lane. */
    Statement statement(String session, String sql) {
        return Statement.newBuilder()
                .setSparkOnly(true)
                .setSessionId(session)
                .setQueryId(nextQueryId())
                .setSql(sql)
                .build();
    }

    Statement statement(String sql, VectorSchemaRoot parameters) {
        return statement("s", sql).toBuilder()
                .setParameters(TestingParameters.serialize(parameters))
                .build();
    }

    Analysis analyze(String sql) {
        return parsed(() -> Analysis.parseFrom(call(EngineProtocol.ANALYZE, statement("s", sql))));
    }

    Outcome execute(String sql) {
        return execute("s", sql);
    }

    Outcome execute(String session, String sql) {
        return execute(statement(session, sql));
    }

    Outcome execute(Statement statement) {
        return parsed(() -> Outcome.parseFrom(call(EngineProtocol.EXECUTE, statement)));
    }

    void cancel(String queryId) {
        call(
                EngineProtocol.CANCEL,
                QueryReference.newBuilder().setQueryId(queryId).build());
    }

    FlightStream stream(Statement statement) {
        return stream(client, statement);
    }

    FlightStream stream(FlightClient client, Statement statement) {
        return client.getStream(new Ticket(statement.toByteArray()), token);
    }

    List<List<Object>> rows(String sql) {
        return rows(statement("s", sql));
    }

    List<List<Object>> rows(Statement statement) {
        List<List<Object>> rows = new ArrayList<>();
        try (FlightStream stream = stream(statement)) {
            VectorSchemaRoot root = stream.getRoot();
            while (stream.next() && stream.getLatestMetadata() == null) {
                for (int row = 0; row < root.getRowCount(); row++) {
                    List<Object> values = new ArrayList<>();
                    for (FieldVector vector : root.getFieldVectors()) {
                        Object value = vector.getObject(row);
                        values.add(value instanceof org.apache.arrow.vector.util.Text ? value.toString() : value);
                    }
                    rows.add(values);
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    static EngineError error(FlightRuntimeException failure) {
        byte[] trailer = failure.status().metadata().getByte(EngineProtocol.ERROR_TRAILER);
        return parsed(() -> EngineError.parseFrom(trailer));
    }

    /** The error the action fails with. */
    static EngineError errorOf(Runnable action) {
        try {
            action.run();
        } catch (FlightRuntimeException e) {
            return error(e);
        }
        throw new AssertionError("The statement did not fail");
    }

    static <T> T parsed(Callable<T> parse) {
        try {
            return parse.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the condition holds, and fails if it does not soon. */
    static void eventually(Duration timeout, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!parsed(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Condition not met within " + timeout);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    static void eventually(Callable<Boolean> condition) {
        eventually(PATIENCE, condition);
    }

    /** Tasks of statements; those that hold spare slots do nothing. */
    int activeTasks() {
        return stages().mapToInt(SparkStageInfo::numActiveTasks).sum();
    }

    long activeJobs() {
        SparkStatusTracker tracker = server.sessions().sparkContext().statusTracker();
        Set<Integer> working = stages().map(SparkStageInfo::stageId).collect(Collectors.toSet());
        return Arrays.stream(tracker.getActiveJobIds())
                .mapToObj(tracker::getJobInfo)
                .filter(job ->
                        job.isDefined() && Arrays.stream(job.get().stageIds()).anyMatch(working::contains))
                .count();
    }

    private Stream<SparkStageInfo> stages() {
        SparkStatusTracker tracker = server.sessions().sparkContext().statusTracker();
        return Arrays.stream(tracker.getActiveStageIds())
                .mapToObj(tracker::getStageInfo)
                .filter(Option::isDefined)
                .map(Option::get)
                .filter(stage -> !stage.name().contains("SpareSlots"));
    }

    /** Batches waiting in the block manager for a reader. */
    int storedBlocks() {
        return org.apache.spark.SparkEnv.get()
                .blockManager()
                .getMatchingBlockIds(id -> id instanceof org.apache.spark.storage.StreamBlockId)
                .size();
    }
}
