package io.lakeflight.server.control;

import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.engines.EngineClient;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data plane of one engine on this machine: keeps it running until closed, or as long as it is needed.
 *
 * <p>One thread starts the engine, watches it, and starts another when it ends; whoever needs an engine waits on the
 * future of the current one. On a plane that starts on demand the thread waits for a {@link Use} first, and stops the
 * engine when there was none for the plane's idle timeout and no session has anything that only the engine holds.
 */
public final class DataPlane implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataPlane.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration DEATH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Longer than a commit waits for the catalog's database. */
    private static final Duration LAST_COMMITS = Duration.ofSeconds(30);

    private final String name;
    private final DataPlaneConfig config;
    private final EngineSetup setup;
    private final SecureRandom random = new SecureRandom();
    private final Thread supervisor;
    /** Ids of sessions that have something only the current engine holds. */
    private final Set<String> held = new HashSet<>();

    private volatile CompletableFuture<Engine> current = new CompletableFuture<>();
    private volatile boolean closing;
    private volatile String lastFailure = "";
    private int started;
    private int uses;
    private long lastUse = System.nanoTime();

    DataPlane(String name, DataPlaneConfig config, EngineSetup setup) {
        this.name = name;
        this.config = config;
        this.setup = setup;
        this.supervisor = new Thread(this::supervise, "data-plane-" + name);
    }

    public String name() {
        return name;
    }

    public DataPlaneConfig config() {
        return config;
    }

    void start() {
        supervisor.start();
    }

    /** To be held while a statement needs an engine: one is started if there is none, and none is stopped for idleness. */
    public Use use() {
        synchronized (this) {
            uses++;
            notifyAll();
        }
        return this::endUse;
    }

    private synchronized void endUse() {
        uses--;
        lastUse = System.nanoTime();
    }

    /** Says whether a session has something that only the engine holds, for which the engine is not stopped. */
    public synchronized void hold(String sessionId, boolean holds) {
        if (holds) {
            held.add(sessionId);
        } else {
            held.remove(sessionId);
        }
    }

    /**
     * A ready engine; waits while one is starting, no longer than the plane's start timeout, and not past {@code
     * givenUp}, which fails with the reason.
     */
    public Engine engine(CompletableFuture<Void> givenUp) {
        retireIfDead();
        CompletableFuture<Engine> starting = current;
        try {
            CompletableFuture.anyOf(starting, givenUp).get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return starting.getNow(null);
        } catch (TimeoutException e) {
            throw new QueryException(ErrorCode.ENGINE_UNAVAILABLE, unavailable(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueryException failure) {
                throw failure;
            }
            throw new QueryException(ErrorCode.ENGINE_UNAVAILABLE, unavailable(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(ErrorCode.CANCELED, "Canceled while waiting for data plane " + name, e);
        }
    }

    /** The engine that is ready now, if it is the one named; for cancelling and closing, which start nothing. */
    public Optional<EngineClient> clientOf(String engineId) {
        return ready().map(Engine::client).filter(client -> client.engineId().equals(engineId));
    }

    /** Waits a moment for an engine to end after its connection broke; false if it lives on. */
    public boolean isGone(String engineId) {
        return ready().filter(engine -> engine.client().engineId().equals(engineId))
                .map(engine -> engine.process.endsWithin(DEATH))
                .orElse(true);
    }

    public boolean isReady() {
        return ready().isPresent();
    }

    /** The id of the engine that is ready now. */
    public Optional<String> engineId() {
        return ready().map(engine -> engine.client().engineId());
    }

    /** The engine that is ready now. */
    private Optional<Engine> ready() {
        CompletableFuture<Engine> starting = current;
        return starting.isCompletedExceptionally() ? Optional.empty() : Optional.ofNullable(starting.getNow(null));
    }

    private synchronized void offer(Engine engine) {
        current.complete(engine);
    }

    /** An engine that has died must not be handed out until the supervisor has noticed. */
    private synchronized void retireIfDead() {
        if (ready().filter(engine -> !engine.process.handle().isAlive()).isPresent()) {
            current = new CompletableFuture<>();
        }
    }

    /** From here on the next engine is waited for. */
    private synchronized void retire() {
        held.clear();
        if (current.isDone()) {
            current = new CompletableFuture<>();
        }
    }

    /** Whoever waits learns the reason now; whoever comes later waits for the next try. */
    private synchronized void fail(QueryException reason) {
        current.completeExceptionally(reason);
        current = new CompletableFuture<>();
    }

    public List<ProcessHandle> processes() {
        return ready().map(engine -> engine.process.handle()).stream().toList();
    }

    private String unavailable() {
        String reason = lastFailure.isEmpty() ? "it is still starting" : lastFailure;
        return "Data plane \"%s\" has no engine ready: %s. Try again later".formatted(name, reason);
    }

    private void supervise() {
        Duration pause = Duration.ofSeconds(1);
        while (!closing) {
            long begun = System.nanoTime();
            try {
                awaitNeed();
                begun = System.nanoTime();
                runOneEngine();
            } catch (RuntimeException | Error e) {
                // Of whatever kind: nobody else would start an engine.
                lastFailure = String.valueOf(e.getMessage());
                log.warn("Data plane {}: {}", name, e.getMessage(), e);
                fail(new QueryException(ErrorCode.ENGINE_UNAVAILABLE, unavailable(), e));
            } catch (InterruptedException e) {
                break;
            }
            boolean lived = System.nanoTime() - begun > Duration.ofMinutes(1).toNanos();
            pause = lived ? Duration.ofSeconds(1) : min(pause.multipliedBy(2), Duration.ofSeconds(30));
            if (!closing && !lived && !lastFailure.isEmpty() && !pauseFor(pause)) {
                break;
            }
        }
    }

    private synchronized void awaitNeed() throws InterruptedException {
        while (config.start() == Start.ON_DEMAND && uses == 0) {
            wait();
        }
    }

    /** True, once, if the engine is not needed; whoever needs one from here on waits for the next. */
    private synchronized boolean fallsAsleep() {
        boolean needed = config.start() == Start.EAGER
                || uses > 0
                || !held.isEmpty()
                || System.nanoTime() - lastUse < config.idleTimeout().toNanos();
        if (!needed) {
            current = new CompletableFuture<>();
        }
        return !needed;
    }

    private boolean pauseFor(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Starts an engine and returns when it has ended. */
    private void runOneEngine() throws InterruptedException {
        String engineId = name + "-" + ++started;
        String token = newToken();
        EngineProcess process = EngineProcess.start(launch(engineId, token));
        EngineClient client = null;
        try {
            setup.fence().admit(engineId, token);
            int port = awaitPort(process, engineId);
            client = new EngineClient(engineId, port, token, setup.allocator());
            requireSameProtocol(client.health());
            log.info(
                    "Engine {} is ready, process {}", engineId, process.handle().pid());
            lastFailure = "";
            offer(new Engine(client, process, setup.fence()));
            setup.archive().writeFrom(process.handle());
            watch(process, client);
        } finally {
            retire();
            if (!process.stop(closing ? PATIENCE : Duration.ZERO)) {
                log.warn("Engine {} does not end: the operating system holds its process", engineId);
            }
            setup.fence().revoke(engineId, Duration.ZERO);
            if (client != null) {
                closeClient(client);
            }
        }
    }

    private EngineProcess.Launch launch(String engineId, String token) {
        Map<String, String> conf = new TreeMap<>(config.sparkConf());
        conf.putAll(setup.catalogConf());
        Path directory = setup.engineDirectories().resolve(engineId);
        Path logFile = setup.home().resolve("logs").resolve("engine-" + name + ".log");
        conf.putIfAbsent("spark.local.dir", directory.toString());
        return new EngineProcess.Launch(
                engineId,
                setup.classes().path(),
                setup.archive().options(),
                config.memory(),
                token,
                directory,
                logFile,
                conf);
    }

    private int awaitPort(EngineProcess process, String engineId) throws InterruptedException {
        try {
            return process.port().get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "engine %s was not ready within %s".formatted(engineId, config.startTimeout()), e);
        } catch (ExecutionException e) {
            Throwable reason = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException("engine %s did not start: %s".formatted(engineId, reason.getMessage()), e);
        }
    }

    private static void requireSameProtocol(Health health) {
        if (health.getProtocolVersion() != EngineProtocol.VERSION) {
            throw new IllegalStateException("the engine speaks protocol version %d, this server %d"
                    .formatted(health.getProtocolVersion(), EngineProtocol.VERSION));
        }
    }

    /** Returns when the engine has ended, hangs, or is not needed any more. The heartbeats tell the engine that its server lives. */
    private void watch(EngineProcess process, EngineClient client) throws InterruptedException {
        OptionalLong silentSince = OptionalLong.empty();
        while (process.handle().isAlive() && !closing) {
            try {
                process.onExit().get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                log.warn("Engine {} ended", client.engineId());
            } catch (TimeoutException e) {
                silentSince = beat(client, silentSince);
                if (isTooLong(silentSince)) {
                    log.warn(
                            "Engine {} has answered nothing for {}, and is killed",
                            client.engineId(),
                            config.silenceTimeout());
                    return;
                }
                if (fallsAsleep()) {
                    log.info(
                            "Engine {} was not needed for {}, and is stopped", client.engineId(), config.idleTimeout());
                    return;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Since when the engine has not answered; a busy one may miss a beat or two. */
    private static OptionalLong beat(EngineClient client, OptionalLong silentSince) {
        // Not since the last answer: this server may have been stopped for a while, and the engine was not asked.
        long asked = System.nanoTime();
        try {
            client.health();
            return OptionalLong.empty();
        } catch (QueryException e) {
            log.debug("Engine {} missed a heartbeat", client.engineId(), e);
            return silentSince.isPresent() ? silentSince : OptionalLong.of(asked);
        }
    }

    private boolean isTooLong(OptionalLong silentSince) {
        return silentSince.isPresent()
                && System.nanoTime() - silentSince.getAsLong()
                        > config.silenceTimeout().toNanos();
    }

    private String newToken() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void closeClient(EngineClient client) throws InterruptedException {
        try {
            client.close();
        } catch (IllegalStateException e) {
            log.warn("Engine {} left buffers behind: {}", client.engineId(), e.getMessage());
        }
    }

    /** Begins to stop the engine; statements that still run on it fail. */
    void stop() {
        closing = true;
        supervisor.interrupt();
    }

    /** Returns when the engine is stopped. */
    @Override
    public void close() throws InterruptedException {
        stop();
        supervisor.join();
        current.completeExceptionally(new QueryException(ErrorCode.SHUTTING_DOWN, "The server is shutting down"));
    }

    /** Ends when the engine is not needed any more. */
    public interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /** A ready engine: where to send calls, and the process behind it. */
    public static final class Engine {
        private final EngineClient client;
        private final EngineProcess process;
        private final EngineFence fence;

        private Engine(EngineClient client, EngineProcess process, EngineFence fence) {
            this.client = client;
            this.process = process;
            this.fence = fence;
        }

        public EngineClient client() {
            return client;
        }

        /** Whether it says that it lives, now. */
        public boolean isAnswering() {
            try {
                client.health();
                return true;
            } catch (QueryException e) {
                return false;
            }
        }

        /**
         * Makes sure that the engine can change nothing more, which is needed before the outcome of a lost call is
         * settled. False if a change it asked for is still being made.
         */
        public boolean shutOut() {
            process.kill();
            return fence.revoke(client.engineId(), LAST_COMMITS);
        }
    }
}
