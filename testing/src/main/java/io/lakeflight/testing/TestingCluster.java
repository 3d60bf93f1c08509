package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.server.Server;
import io.lakeflight.server.ServerConfig;
import io.lakeflight.server.catalogs.CatalogsConfig;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.EngineClasses;
import io.lakeflight.server.flight.FlightConfig;
import io.lakeflight.server.http.HttpConfig;
import io.lakeflight.server.maintenance.MaintenanceConfig;
import io.lakeflight.server.query.HistoryConfig;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.session.SessionConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A whole Lakeflight on free ports and in a temporary home: the server in this JVM, its engine as a real process.
 *
 * <p>Closing it closes everything it started, and fails if an engine process or a buffer of a client is left behind.
 */
public final class TestingCluster implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final Path home;
    private final Server server;
    private final BufferAllocator allocator = new RootAllocator();

    /** Starts a cluster with sample data and stays up until the process is stopped: {@code main [scale]}. */
    public static void main(String[] arguments) throws InterruptedException {
        double scale = arguments.length == 0 ? 0.01 : Double.parseDouble(arguments[0]);
        TestingCluster cluster = builder().sampleScale(scale).start();
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
        System.out.printf("JDBC URL:    %s%nIceberg URI: %s%n", cluster.jdbcUrl(), cluster.icebergUri());
        new CountDownLatch(1).await();
    }

    public static Builder builder() {
        return new Builder();
    }

    private TestingCluster(Path home, Server server) {
        this.home = home;
        this.server = server;
    }

    public Server server() {
        return server;
    }

    public Path home() {
        return home;
    }

    public String jdbcUrl() {
        return "jdbc:arrow-flight-sql://127.0.0.1:%d/?useEncryption=false".formatted(server.flightPort());
    }

    /** Where other programs read and write the same Iceberg tables. */
    public String icebergUri() {
        return "http://127.0.0.1:%d/iceberg".formatted(server.httpPort());
    }

    /** A connection of the stock Arrow Flight SQL JDBC driver, with a session of its own. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    /** A Flight SQL client with a session of its own. */
    public TestingClient client() {
        return TestingClient.withCookies(allocator, server.flightPort());
    }

    /** A Flight SQL client that keeps no cookies. */
    public TestingClient clientWithoutCookies() {
        return TestingClient.withoutCookies(allocator, server.flightPort());
    }

    /** Runs one statement in a session of its own and reads all its rows. */
    public Rows query(String statement) {
        try (TestingClient client = client()) {
            return client.query(statement);
        }
    }

    /** Runs one statement in a session of its own and returns the affected rows. */
    public long update(String statement) {
        try (TestingClient client = client()) {
            return client.update(statement);
        }
    }

    /** Kills every engine process, as the operating system does when memory runs out. */
    public void killEngine() {
        server.engineProcesses().forEach(ProcessHandle::destroyForcibly);
    }

    /** As {@link #killEngine}, of one data plane. */
    public void killEngine(String plane) {
        server.engineProcesses(plane).forEach(ProcessHandle::destroyForcibly);
    }

    /** Where the server looks for the rules of routing. */
    public Path rulesFile() {
        return rulesFile(home);
    }

    private static Path rulesFile(Path home) {
        return home.resolve(RoutingConfig.RULES);
    }

    @Override
    public void close() {
        List<ProcessHandle> engines = server.engineProcesses();
        try {
            server.close();
            eventually(STOP_TIMEOUT, () -> requireStopped(engines));
            allocator.close();
        } finally {
            engines.forEach(ProcessHandle::destroyForcibly);
            deleteRecursively(home);
        }
    }

    private static void requireStopped(List<ProcessHandle> engines) {
        List<Long> left = engines.stream()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
        if (!left.isEmpty()) {
            throw new IllegalStateException("Engine processes are left behind: " + left);
        }
    }

    private static void deleteRecursively(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a cluster is made of; by default no sample tables and the limits of a fresh installation. */
    public static final class Builder {
        private double sampleScale;
        private LimitsConfig limits = LimitsConfig.DEFAULTS;
        private SessionConfig sessions = SessionConfig.DEFAULTS;
        private DataPlanesConfig dataPlanes = DataPlanesConfig.DEFAULTS;

        private Builder() {}

        /** Loads the TPC-H tables into schema {@code lake.tpch}. */
        public Builder sampleScale(double scale) {
            this.sampleScale = scale;
            return this;
        }

        public Builder limits(LimitsConfig limits) {
            this.limits = limits;
            return this;
        }

        public Builder sessions(SessionConfig sessions) {
            this.sessions = sessions;
            return this;
        }

        public Builder dataPlanes(DataPlanesConfig dataPlanes) {
            this.dataPlanes = dataPlanes;
            return this;
        }

        public TestingCluster start() {
            Path home = temporaryHome();
            Server server = Server.start(new ServerConfig(
                    home,
                    new EngineClasses(
                            EngineClassPath.find(), EngineClasses.MAIN_CLASS, Optional.of(EngineClassPath.archives())),
                    new FlightConfig("127.0.0.1", 0),
                    new HttpConfig("127.0.0.1", 0),
                    CatalogsConfig.DEFAULTS,
                    CacheConfig.DEFAULTS,
                    dataPlanes,
                    RoutingConfig.of(rulesFile(home)),
                    limits,
                    sessions,
                    HistoryConfig.DEFAULTS,
                    MaintenanceConfig.DEFAULTS,
                    StatisticsConfig.DEFAULTS));
            TestingCluster cluster = new TestingCluster(home, server);
            try {
                server.awaitReady();
                if (sampleScale > 0) {
                    cluster.loadSample(sampleScale);
                }
                return cluster;
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        }

        private static Path temporaryHome() {
            try {
                return Files.createTempDirectory("lakeflight-testing");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void loadSample(double scale) {
        try (TestingClient client = client()) {
            SampleTables.load(client, scale);
        }
    }
}
