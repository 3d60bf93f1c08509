package io.lakeflight.server.control;

import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A data plane of one engine on this machine, which is there until the plane is closed, or as long as it is needed.
 *
 * <p>An {@link EngineKeeper} starts the engine, watches and replaces it; the {@link EnginePool} knows whether it is ready,
 * and who waits for it or uses it.
 */
public final class DataPlane implements AutoCloseable {
    private static final Duration DEATH = Duration.ofSeconds(1);

    private final String name;
    private final DataPlaneConfig config;
    private final EnginePool pool;
    private final EngineKeeper keeper;

    DataPlane(String name, DataPlaneConfig config, EngineSetup setup) {
        this.name = name;
        this.config = config;
        this.pool = new EnginePool(name, config);
        this.keeper = new EngineKeeper("data-plane-" + name, config, new EngineLauncher(name, config, setup), pool);
    }

    public String name() {
        return name;
    }

    public DataPlaneConfig config() {
        return config;
    }

    void start() {
        keeper.start();
    }

    /**
     * A ready engine, to be held while a statement needs it; waits while one is starting, no longer than the plane's start
     * timeout, and not past {@code givenUp}, which fails with the reason.
     *
     * @throws QueryException if there is none in that time
     */
    public EngineUse use(CompletableFuture<Void> givenUp) {
        return pool.use(givenUp);
    }

    /** The engine of that id, if it is ready now; for cancelling and closing, which start nothing. */
    public Optional<Engine> engine(String engineId) {
        return pool.find(engineId);
    }

    /** Those that are ready now. */
    public List<Engine> engines() {
        return pool.ready();
    }

    /** Waits a moment for an engine to end after its connection broke; false if it lives on. */
    public boolean isGone(String engineId) {
        return pool.find(engineId)
                .map(engine -> engine.process().endsWithin(DEATH))
                .orElse(true);
    }

    public boolean isReady() {
        return !pool.ready().isEmpty();
    }

    public State state() {
        return isReady() ? State.READY : keeper.isStarting() || pool.uses() > 0 ? State.STARTING : State.ASLEEP;
    }

    /** Statements that use an engine, or wait for one. */
    public int statements() {
        return pool.uses();
    }

    /** Why there was no engine to be had when one was last started; empty if there was. */
    public String lastFailure() {
        return pool.lastFailure();
    }

    public List<ProcessHandle> processes() {
        return pool.ready().stream().map(engine -> engine.process().handle()).toList();
    }

    /** Begins to stop the engine; statements that still run on it fail. */
    void stop() {
        keeper.stop();
    }

    /** Returns when the engine is stopped. */
    @Override
    public void close() throws InterruptedException {
        keeper.close();
        pool.close();
    }

    /** Whether a data plane can answer. */
    public enum State {
        /** It has an engine. */
        READY,
        /** Its engine is being started. */
        STARTING,
        /** It has no engine until a statement needs one, or an engine that ended is about to be replaced. */
        ASLEEP
    }
}
