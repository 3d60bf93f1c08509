package io.lakeflight.server;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogCaches;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.server.catalogs.CatalogAdministration;
import io.lakeflight.server.catalogs.CatalogStore;
import io.lakeflight.server.config.RulesFile;
import io.lakeflight.server.control.ControlDatabase;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.control.EngineFence;
import io.lakeflight.server.control.LaneDifferences;
import io.lakeflight.server.flight.FlightSqlEndpoint;
import io.lakeflight.server.flight.Parts;
import io.lakeflight.server.flight.metadata.FlightMetadata;
import io.lakeflight.server.front.FrontLane;
import io.lakeflight.server.http.HttpServer;
import io.lakeflight.server.maintenance.EngineWorkplace;
import io.lakeflight.server.maintenance.Maintenance;
import io.lakeflight.server.maintenance.MaintenanceStore;
import io.lakeflight.server.query.EngineAccess;
import io.lakeflight.server.query.QueryHistory;
import io.lakeflight.server.query.QueryLifecycle;
import io.lakeflight.server.query.QueryRegistry;
import io.lakeflight.server.query.QueryState;
import io.lakeflight.server.query.SnapshotSizes;
import io.lakeflight.server.query.StatementRouting;
import io.lakeflight.server.results.ResultRelay;
import io.lakeflight.server.session.SessionRegistry;
import io.lakeflight.server.system.SystemTables;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A running server: the composition root. Builds every part in the order of its needs, and closes them in reverse.
 *
 * <p>Answers as soon as it has started; statements wait for their engine. Safe for any thread.
 */
public final class Server implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** An engine that starts has use for two. */
    private static final int SPARE_PROCESSORS = 4;

    private final Closer closer;
    private final BufferAllocator allocator;
    private final DataPlanes planes;
    private final StatementRouting routing;
    private final QueryLifecycle lifecycle;
    private final HttpServer http;
    private final Maintenance maintenance;
    private final FlightSqlEndpoint flight;
    private final CompletableFuture<Void> warmedUp;

    private Server(ServerConfig config, Closer closer) {
        this.closer = closer;
        allocator = closer.register(new RootAllocator());
        ControlDatabase database = closer.register(ControlDatabase.open(config.home()));
        Catalogs catalogs = closer.register(Catalogs.of());
        CatalogAdministration administration = new CatalogAdministration(
                config.catalogs(),
                new CatalogStore(database.jdbi()),
                catalogs,
                config.home(),
                CatalogCaches.of(config.caches(), FlightMetadata.schemaForm()));
        StatisticsSource statistics = closer.register(StatisticsSource.open(config.statistics()));
        EngineFence fence = new EngineFence();
        LaneDifferences differences = new LaneDifferences(database);
        CompletableFuture<DataPlanes> planesReady = new CompletableFuture<>();
        CompletableFuture<Maintenance> maintenanceReady = new CompletableFuture<>();
        http = closer.register(HttpServer.start(
                config.http(),
                catalogs,
                administration,
                fence,
                statistics,
                () -> Optional.ofNullable(maintenanceReady.getNow(null)),
                () -> Optional.ofNullable(planesReady.getNow(null))
                        .map(DataPlanes::areReady)
                        .orElse(false)));

        planes = closer.register(new DataPlanes(
                config.dataPlanes(),
                config.engineClasses(),
                config.home(),
                engineConf(config),
                catalogs::versions,
                fence,
                differences,
                allocator));
        planesReady.complete(planes);
        EngineAccess engines =
                new EngineAccess(planes, catalogs::versions, config.sessions().idleTimeout());
        RulesFile rules = closer.register(RulesFile.open(config.routing().rules(), StatementRouting.views(planes)));
        routing = new StatementRouting(
                planes,
                rules::rules,
                catalogs,
                config.routing(),
                closer.register(
                        new SnapshotSizes(catalogs, statistics, config.routing().scanCacheBytes())),
                Clock.systemUTC());
        QueryRegistry registry = new QueryRegistry(
                config.sessions(), Clock.systemUTC(), config.limits().maxHeldBytes() / 4);
        QueryHistory history = new QueryHistory(config.history(), Clock.systemUTC());
        CompletableFuture<SessionRegistry> sessionsReady = new CompletableFuture<>();
        SystemTables system = new SystemTables(
                history, () -> sessionsReady.join().sessions(), planes, differences, catalogs, Clock.systemUTC());
        FrontLane front = new FrontLane(
                catalogs,
                statistics,
                system,
                config.limits().maxJoinedRows(),
                routing.sparkSettings(),
                config.sessions().maxSettings(),
                allocator);
        lifecycle = closer.register(new QueryLifecycle(
                config.limits(), registry, routing, engines, front, catalogs, history, new ResultRelay(allocator)));
        SessionRegistry sessions = closer.register(new SessionRegistry(config.sessions(), lifecycle, System::nanoTime));
        sessionsReady.complete(sessions);
        maintenance = closer.register(new Maintenance(
                config.maintenance(),
                config.limits(),
                config.sessions(),
                catalogs,
                new MaintenanceStore(
                        database.jdbi(), config.home().toAbsolutePath().toString()),
                new EngineWorkplace(lifecycle, sessions),
                Clock.systemUTC()));
        Parts parts = new Parts(
                catalogs,
                sessions,
                registry,
                routing,
                lifecycle,
                config.limits(),
                config.caches().readAhead(),
                allocator);
        flight = closer.register(FlightSqlEndpoint.start(config.flight(), parts, Version.current()));
        sessions.start();
        planes.start();
        maintenance.start();
        maintenanceReady.complete(maintenance);
        warmedUp = config.caches().readAhead() > 0
                ? flight.warmUp(
                        Runtime.getRuntime().availableProcessors() < SPARE_PROCESSORS
                                ? planes::awaitReady
                                : givenUp -> {})
                : CompletableFuture.completedFuture(null);
    }

    /**
     * Starts a server; returns when it listens.
     *
     * @throws java.io.UncheckedIOException if a port is taken or the home directory cannot be used
     */
    public static Server start(ServerConfig config) {
        Closer closer = new Closer();
        try {
            return new Server(config, closer);
        } catch (RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    public int flightPort() {
        return flight.port();
    }

    public int httpPort() {
        return http.port();
    }

    /** Waits for the engines that are not started on demand; fails with the reason if one is not ready in its time. */
    public void awaitReady() {
        planes.awaitReady();
    }

    /** Completes, and never fails, when nothing is done any more to get ready for the first clients that browse. */
    public CompletableFuture<Void> warmedUp() {
        return warmedUp;
    }

    /** Statements at work now, in whatever step. */
    public int runningStatements() {
        return lifecycle.runningStatements();
    }

    /** Statements at work now, in one step. */
    public long runningStatements(QueryState step) {
        return lifecycle.runningStatements(step);
    }

    /** Statements and parameters held for clients, in bytes. */
    public long heldBytes() {
        return lifecycle.heldBytes();
    }

    /** Texts that the planner has read so far. */
    public long textsRead() {
        return routing.textsRead();
    }

    /** Memory held for rows on their way, in bytes. */
    public long allocatedBytes() {
        return allocator.getAllocatedMemory();
    }

    public List<ProcessHandle> engineProcesses() {
        return planes.processes();
    }

    /** Those of one data plane. */
    public List<ProcessHandle> engineProcesses(String plane) {
        return planes.find(plane).map(DataPlane::processes).orElse(List.of());
    }

    /** Refuses new statements, gives running ones a short time to end, then stops every part and process. */
    @Override
    public void close() {
        maintenance.close();
        lifecycle.drain(DRAIN);
        closer.close();
    }

    /** Where engines find the catalogs: through this server, never past it. */
    private Map<String, String> engineConf(ServerConfig config) {
        CacheConfig caches = config.caches();
        return Map.of(
                "spark.lakeflight.max-session-settings",
                Integer.toString(config.sessions().maxSettings()),
                "spark.lakeflight.iceberg-uri",
                "http://127.0.0.1:" + http.port() + "/iceberg",
                "spark.lakeflight.manifest-cache-bytes",
                Integer.toString(caches.manifestBytes()),
                "spark.lakeflight.max-manifest-bytes",
                Integer.toString(caches.maxManifestBytes()));
    }
}
