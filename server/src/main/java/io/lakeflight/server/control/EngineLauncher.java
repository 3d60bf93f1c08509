package io.lakeflight.server.control;

import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.server.engines.EngineClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts the engines of one data plane; several threads may at once. */
final class EngineLauncher {
    /** What names of engines begin with. */
    static final String NAME = "engine-";

    private final String plane;
    private final DataPlaneConfig config;
    private final EngineSetup setup;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger started = new AtomicInteger();

    EngineLauncher(String plane, DataPlaneConfig config, EngineSetup setup) {
        this.plane = plane;
        this.config = config;
        this.setup = setup;
    }

    /**
     * Starts an engine and waits until it is ready; whatever keeps it from that, nothing of it is left.
     *
     * @param place which of the plane's engines it is, from 1; those that follow one another share a log file
     * @throws IllegalStateException if it is not ready in its time
     */
    Engine launch(int place) throws InterruptedException {
        String engineId = plane + "-" + started.incrementAndGet();
        String token = newToken();
        Instant begun = Instant.now();
        EngineProcess process = EngineProcess.start(launch(engineId, token, place));
        boolean ready = false;
        try {
            setup.fence().admit(engineId, token);
            EngineClient client = connect(engineId, awaitPort(process, engineId), token);
            ready = true;
            EngineShadow shadow = new EngineShadow(plane, engineId, setup.differences());
            return new Engine(client, process, setup.fence(), begun, shadow);
        } finally {
            if (!ready) {
                Engine.end(process, setup.fence(), engineId, Duration.ZERO);
            }
        }
    }

    /** What an engine is to do before it is used. */
    WarmUp warmUp(Engine engine) {
        return new WarmUp(engine, config.warmUp(), setup.catalogVersions().get());
    }

    /** What is better done once an engine is in use. */
    void follow(Engine engine) {
        setup.archive().writeFrom(engine.process().handle());
    }

    private EngineProcess.Launch launch(String engineId, String token, int place) {
        Map<String, String> conf = new TreeMap<>(config.sparkConf());
        conf.putAll(setup.catalogConf());
        conf.putAll(config.fastLane().sparkConf(setup.home(), name(place)));
        Path directory = setup.engineDirectories().resolve(engineId);
        Path logFile = setup.home().resolve("logs").resolve(logFile(place));
        conf.putIfAbsent("spark.master", config.master());
        conf.putIfAbsent("spark.local.dir", directory.toString());
        return new EngineProcess.Launch(
                engineId, setup.classes(), setup.archive().options(), config.memory(), token, directory, logFile, conf);
    }

    private String logFile(int place) {
        return name(place) + ".log";
    }

    private String name(int place) {
        return name(plane, place);
    }

    /** Of files that engines which follow one another share; no name of a plane has a dot. */
    static String name(String plane, int place) {
        return NAME + plane + (place == 1 ? "" : "." + place);
    }

    private String newToken() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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

    private EngineClient connect(String engineId, int port, String token) throws InterruptedException {
        EngineClient client = new EngineClient(engineId, port, token, setup.allocator());
        boolean connected = false;
        try {
            requireSameProtocol(client.health());
            connected = true;
            return client;
        } finally {
            if (!connected) {
                client.close();
            }
        }
    }

    private static void requireSameProtocol(Health health) {
        if (health.getProtocolVersion() != EngineProtocol.VERSION) {
            throw new IllegalStateException("the engine speaks protocol version %d, this server %d"
                    .formatted(health.getProtocolVersion(), EngineProtocol.VERSION));
        }
    }
}
