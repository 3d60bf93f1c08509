package io.lakeflight.server.control;

import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A data plane of one or several engines on this machine, which are there until the plane is closed, or as long as they are
 * needed.
 *
 * <p>An {@link EngineKeeper} for each starts the engine, watches and replaces it; the {@link EnginePool} knows which are
 * ready, and who waits for one or uses one; an {@link EngineWish} chooses.
 */
public final class DataPlane implements AutoCloseable {
    private static final Duration DEATH = Duration.ofSeconds(1);

    private final String name;
    private final DataPlaneConfig config;
    private final EnginePool pool;
    private final List<EngineKeeper> keepers;

    DataPlane(String name, DataPlaneConfig config, EngineSetup setup) {
        this.name = name;
        this.config = config;
        this.pool = new EnginePool(name, config);
        EngineLauncher launcher = new EngineLauncher(name, config, setup);
        this.keepers = IntStream.rangeClosed(1, config.engines())
                .mapToObj(place -> new EngineKeeper(threadName(name, place), config, launcher, pool, place))
                .toList();
    }

    private static String threadName(String plane, int place) {
        return "data-plane-" + plane + (place == 1 ? "" : "." + place);
    }

    public String name() {
        return name;
    }

    public DataPlaneConfig config() {
        return config;
    }

    void start() {
        keepers.forEach(EngineKeeper::start);
    }

    /**
     * A ready engine, to be held while a statement needs it; waits while one is starting, no longer than the plane's start
     * timeout, and not past {@code givenUp}, which fails with the reason.
     *
     * @throws QueryException if there is none in that time
     */
    public EngineUse use(EngineWish wish, CompletableFuture<Void> givenUp) {
        return pool.use(wish, givenUp);
    }

    /** The engine a statement of that wish would get now; empty if it would wait for one. */
    public Optional<EngineWish.Choice> choice(EngineWish wish) {
        return pool.choose(wish);
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

    /** Whether it has an engine. */
    public boolean isReady() {
        return !pool.ready().isEmpty();
    }

    public State state() {
        return isReady() ? State.READY : pool.isStarting() || pool.uses() > 0 ? State.STARTING : State.ASLEEP;
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

    /** Begins to stop the engines; statements that still run on them fail. */
    void stop() {
        keepers.forEach(EngineKeeper::stop);
    }

    /** Returns when the engines are stopped. */
    @Override
    public void close() throws InterruptedException {
        stop();
        for (EngineKeeper keeper : keepers) {
            keeper.close();
        }
        pool.close();
    }

    /** Whether a data plane can answer. */
    public enum State {
        /** It has an engine, or several. */
        READY,
        /** It has none, and one is being started. */
        STARTING,
        /** It has no engine until a statement needs one, or an engine that ended is about to be replaced. */
        ASLEEP
    }
}
