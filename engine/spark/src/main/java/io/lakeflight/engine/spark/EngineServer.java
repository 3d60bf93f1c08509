package io.lakeflight.engine.spark;

import io.lakeflight.engine.spark.fastlane.FastLane;
import io.lakeflight.engine.spark.fastlane.FastLaneSettings;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheSettings;
import io.lakeflight.engine.spark.run.PeriodicCheck;
import io.lakeflight.engine.spark.session.EngineSessions;
import io.lakeflight.engine.spark.session.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.util.ArrowUtils;

/** An engine listening on a local port, from the start of Spark to its end. */
final class EngineServer implements AutoCloseable {
    /** Only the server calls, and it refuses what is larger than its own configuration allows. */
    private static final int MOST_MESSAGE_BYTES = Integer.MAX_VALUE;

    private static final long STOP_SECONDS = 5;
    private static final long SESSION_CHECK_MILLIS = 1_000;

    private final Path scratch;
    private final EngineSessions sessions;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, daemon("engine-timer"));
    private final ExecutorService calls = CallThreads.pool("call-");
    private final ExecutorService streams = CallThreads.pool("stream-");
    private final FastLane fastLane;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Engine engine;
    private final FlightServer flight;

    private EngineServer(Path scratch, int port, String token, Map<String, String> conf, Duration lostServerTimeout)
            throws IOException {
        this.scratch = scratch;
        this.sessions = new EngineSessions(SparkSettings.with(conf, scratch));
        LostServerWatch watch = new LostServerWatch(lostServerTimeout);
        SparkConf started = sessions.sparkContext().getConf();
        this.fastLane = FastLane.start(
                FastLaneSettings.of(started), DataCacheSettings.of(started), scratch.resolve("fast-lane"), timer);
        this.engine = new Engine(sessions, timer, fastLane, stopped::countDown);
        this.flight = FlightServer.builder(
                        ArrowUtils.rootAllocator(),
                        Location.forGrpcInsecure("127.0.0.1", port),
                        new EngineProducer(engine, streams))
                .middleware(BearerToken.KEY, new BearerToken(token, watch))
                .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                .executor(calls)
                .build();
        flight.start();
        watch.start(timer, stopped::countDown);
        BrokenEngine.watch(sessions.sparkContext(), timer, stopped::countDown);
        PeriodicCheck.start(timer, SESSION_CHECK_MILLIS, sessions::closeIdle);
    }

    /** Starts Spark and listens; the calls it takes carry the token. */
    static EngineServer start(int port, String token, Map<String, String> conf, Duration lostServerTimeout)
            throws IOException {
        Path scratch = Files.createTempDirectory("lakeflight-engine-");
        return new EngineServer(scratch, port, token, conf, lostServerTimeout);
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    int port() {
        return flight.getPort();
    }

    EngineSessions sessions() {
        return sessions;
    }

    Engine engine() {
        return engine;
    }

    FastLane fastLane() {
        return fastLane;
    }

    /** Waits until the engine was drained or lost its server. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    @Override
    public void close() throws Exception {
        flight.shutdown();
        flight.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        flight.close();
        streams.shutdownNow();
        calls.shutdownNow();
        engine.close();
        // What DuckDB is at work on is interrupted by the timer until it has ended.
        fastLane.close();
        timer.shutdownNow();
        sessions.close();
        deleteScratch();
    }

    private void deleteScratch() throws IOException {
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
