package io.lakeflight.server.control;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an engine running until closed, or as long as it is needed.
 *
 * <p>One thread starts the engine, watches it, and starts another when it ends. On a plane that starts on demand the
 * thread waits for a use first, and stops the engine when there was none for the plane's idle timeout and no session has
 * anything that only the engine holds.
 */
final class EngineKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EngineKeeper.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /** To end after the connection has broken. */
    private static final Duration DEATH = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataPlaneConfig config;
    private final EngineLauncher launcher;
    private final EnginePool pool;
    private final int place;
    private final RestartPause pause = new RestartPause(System::nanoTime);
    private final Thread thread;

    private volatile boolean closing;
    private boolean hasDiedWarmingUp;

    /** @param place which of the plane's engines it keeps, from 1 */
    EngineKeeper(String name, DataPlaneConfig config, EngineLauncher launcher, EnginePool pool, int place) {
        this.config = config;
        this.launcher = launcher;
        this.pool = pool;
        this.place = place;
        this.thread = new Thread(this::keep, name);
    }

    void start() {
        thread.start();
    }

    private void keep() {
        try {
            while (!closing) {
                pool.awaitNeed();
                pause.engineStarts();
                Optional<Engine> engine = launch();
                if (engine.isPresent()) {
                    keep(engine.get());
                }
                if (!closing) {
                    TimeUnit.MILLISECONDS.sleep(pause.engineEnded().toMillis());
                }
            }
        } catch (InterruptedException e) {
            log.debug("{} stops", thread.getName());
        }
    }

    private Optional<Engine> launch() throws InterruptedException {
        pool.starts();
        long deadline = System.nanoTime() + config.startTimeout().toNanos();
        try {
            return Optional.of(added(launcher.launch(place), deadline));
        } catch (RuntimeException | Error e) {
            // Of whatever kind: nobody else would start an engine.
            log.warn("{}: {}", thread.getName(), e.getMessage(), e);
            pool.fail(e);
            pause.startFailed();
            return Optional.empty();
        }
    }

    private Engine added(Engine engine, long deadline) throws InterruptedException {
        boolean added = false;
        try {
            warmUp(engine, deadline);
            pool.add(engine);
            added = true;
            log.info("Engine {} is ready, process {}", engine.id(), engine.processId());
            return engine;
        } finally {
            if (!added) {
                engine.end(Duration.ZERO);
            }
        }
    }

    /** Returns when the engine is warm, or its time is up. One that dies of it is the last that is warmed up. */
    private void warmUp(Engine engine, long deadline) throws InterruptedException {
        if (hasDiedWarmingUp) {
            return;
        }
        WarmUp warmUp = launcher.warmUp(engine);
        CompletableFuture<Void> done = warmUp.start();
        while (!isDone(done, deadline) && engine.isAlive()) {
            if (System.nanoTime() - deadline >= 0) {
                log.warn("Engine {} did not end its warm-up within {}", engine.id(), config.startTimeout());
                warmUp.giveUp();
                return;
            }
            engine.beat();
        }
        if (!engine.isAlive() || (warmUp.hasLostEngine() && engine.process().endsWithin(DEATH))) {
            hasDiedWarmingUp = true;
            throw new IllegalStateException(
                    "engine %s died during its warm-up; those that follow it have none".formatted(engine.id()));
        }
    }

    /** Waits for a heartbeat's time at most. */
    private static boolean isDone(CompletableFuture<Void> done, long deadline) throws InterruptedException {
        long left = Math.max(0, Math.min(HEARTBEAT.toNanos(), deadline - System.nanoTime()));
        try {
            done.get(left, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when the engine has ended. */
    private void keep(Engine engine) throws InterruptedException {
        try {
            launcher.follow(engine);
            watch(engine);
        } catch (RuntimeException | Error e) {
            log.error("Engine {} is not looked after any more, by a bug, and is replaced", engine.id(), e);
        } finally {
            pool.remove(engine);
            // Whoever interrupts this thread has said why in "closing"; what is to come must not end half-way for it.
            boolean interrupted = Thread.interrupted();
            engine.end(closing ? PATIENCE : Duration.ZERO);
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    /** Returns when the engine has ended, hangs, or is not needed any more. The heartbeats tell it that its server lives. */
    private void watch(Engine engine) throws InterruptedException {
        OptionalLong silentSince = OptionalLong.empty();
        while (engine.isAlive() && !closing) {
            try {
                engine.process().onExit().get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                log.warn("Engine {} ended", engine.id());
            } catch (TimeoutException e) {
                silentSince = beat(engine, silentSince);
                if (isTooLong(silentSince)) {
                    log.warn(
                            "Engine {} has answered nothing for {}, and is killed",
                            engine.id(),
                            config.silenceTimeout());
                    return;
                }
                if (pool.removeIdle(engine)) {
                    log.info("Engine {} was not needed for {}, and is stopped", engine.id(), config.idleTimeout());
                    pause.engineWasIdle();
                    return;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Since when the engine has not answered. */
    private static OptionalLong beat(Engine engine, OptionalLong silentSince) {
        // Not since the last answer: this server may have been stopped for a while, and the engine was not asked.
        long asked = System.nanoTime();
        if (engine.beat()) {
            return OptionalLong.empty();
        }
        return silentSince.isPresent() ? silentSince : OptionalLong.of(asked);
    }

    private boolean isTooLong(OptionalLong silentSince) {
        return silentSince.isPresent()
                && System.nanoTime() - silentSince.getAsLong()
                        > config.silenceTimeout().toNanos();
    }

    /** Begins to stop the engine; statements that still run on it fail. */
    void stop() {
        closing = true;
        thread.interrupt();
    }

    /** Returns when the engine is stopped. */
    @Override
    public void close() throws InterruptedException {
        stop();
        thread.join();
    }
}
