package io.lakeflight.server.control;

import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The engines of one data plane that are ready, who waits for one, and who uses one.
 *
 * <p>All of it is decided under one lock: a statement either has its engine before that is found to be idle, or waits for
 * the next one.
 */
final class EnginePool {
    private final String plane;
    private final DataPlaneConfig config;

    private volatile List<Engine> ready = List.of();
    private volatile String lastFailure = "";
    /** Completes when there is an engine, or fails when there was none to be had; for those who wait now. */
    private CompletableFuture<Void> next = new CompletableFuture<>();

    private Optional<QueryException> closed = Optional.empty();
    private int uses;
    private int starting;
    private long choices;
    private long lastUse = System.nanoTime();

    EnginePool(String plane, DataPlaneConfig config) {
        this.plane = plane;
        this.config = config;
    }

    /** Those that are ready now. */
    List<Engine> ready() {
        return ready;
    }

    Optional<Engine> find(String engineId) {
        return ready.stream().filter(engine -> engine.id().equals(engineId)).findFirst();
    }

    /** Statements that use an engine, or wait for one. */
    synchronized int uses() {
        return uses;
    }

    /** Why there was no engine to be had when one was last started; empty if there was. */
    String lastFailure() {
        return lastFailure;
    }

    /**
     * An engine for a statement, as {@link DataPlane#use}. From the beginning of the wait on, one is started if there is
     * none, and none is stopped for idleness.
     */
    EngineUse use(EngineWish wish, CompletableFuture<Void> givenUp) {
        begin();
        try {
            return await(wish, givenUp);
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    private synchronized void begin() {
        uses++;
        notifyAll();
    }

    private synchronized void end() {
        uses--;
        lastUse = System.nanoTime();
    }

    private EngineUse await(EngineWish wish, CompletableFuture<Void> givenUp) {
        long deadline = System.nanoTime() + config.startTimeout().toNanos();
        while (true) {
            CompletableFuture<Void> coming;
            synchronized (this) {
                Optional<EngineWish.Choice> choice = choose(wish);
                if (choice.isPresent()) {
                    return used(choice.get().engine());
                }
                if (closed.isPresent()) {
                    throw closed.get();
                }
                coming = next;
            }
            await(CompletableFuture.anyOf(coming, givenUp), deadline);
            if (!coming.isDone()) {
                throw new QueryException(
                        ErrorCode.CANCELED, "The statement ended while it waited for data plane " + plane);
            }
        }
    }

    /** What a statement of that wish would get now, if it is not to wait. */
    Optional<EngineWish.Choice> choose(EngineWish wish) {
        // One that has died must not be handed out until its keeper has noticed.
        return wish.among(ready.stream().filter(Engine::isAlive).toList());
    }

    private EngineUse used(Engine engine) {
        engine.beginStatement(++choices);
        return new EngineUse(engine, () -> {
            engine.endStatement();
            end();
        });
    }

    private void await(CompletableFuture<?> either, long deadline) {
        try {
            either.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new QueryException(ErrorCode.ENGINE_UNAVAILABLE, unavailable(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueryException failure) {
                throw failure;
            }
            throw new QueryException(ErrorCode.ENGINE_UNAVAILABLE, unavailable(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(ErrorCode.CANCELED, "Canceled while waiting for data plane " + plane, e);
        }
    }

    private String unavailable() {
        String reason = lastFailure.isEmpty() ? "it is still starting" : lastFailure;
        return "Data plane \"%s\" has no engine ready: %s. Try again later".formatted(plane, reason);
    }

    /** Returns when an engine is to be started: at once, or when a statement needs one. */
    synchronized void awaitNeed() throws InterruptedException {
        while (config.start() == Start.ON_DEMAND && uses == 0) {
            wait();
        }
    }

    /** An engine is being started; to be followed by {@link #add} or {@link #fail}. */
    synchronized void starts() {
        starting++;
    }

    /** Whether an engine is being started now. */
    synchronized boolean isStarting() {
        return starting > 0;
    }

    /** An engine is ready for whoever waits. */
    synchronized void add(Engine engine) {
        starting--;
        lastFailure = "";
        ready = Stream.concat(ready.stream(), Stream.of(engine)).toList();
        next.complete(null);
        next = new CompletableFuture<>();
    }

    /** No statement gets the engine from here on. */
    synchronized void remove(Engine engine) {
        ready = ready.stream().filter(other -> other != engine).toList();
    }

    /** Removes an engine if it is not needed: true, once. Whoever needs one from here on waits for the next. */
    synchronized boolean removeIdle(Engine engine) {
        boolean idle = config.start() == Start.ON_DEMAND
                && uses == 0
                && !engine.holdsAnything()
                && System.nanoTime() - lastUse >= config.idleTimeout().toNanos();
        if (idle) {
            remove(engine);
        }
        return idle;
    }

    /**
     * An engine could not be started. Whoever waits learns the reason, unless another one is still being started; whoever
     * comes later waits for the next try.
     */
    synchronized void fail(Throwable reason) {
        starting--;
        lastFailure = String.valueOf(reason.getMessage());
        if (starting > 0) {
            return;
        }
        next.completeExceptionally(new QueryException(ErrorCode.ENGINE_UNAVAILABLE, unavailable(), reason));
        next = new CompletableFuture<>();
    }

    /** There will be no more engines. */
    synchronized void close() {
        QueryException reason = new QueryException(ErrorCode.SHUTTING_DOWN, "The server is shutting down");
        closed = Optional.of(reason);
        next.completeExceptionally(reason);
    }
}
