package io.lakeflight.server.control;

import java.util.concurrent.atomic.AtomicBoolean;

/** The use of an engine by a statement, to be closed when it needs the engine no more: meanwhile that is not stopped. */
public final class EngineUse implements AutoCloseable {
    private final Engine engine;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();

    EngineUse(Engine engine, Runnable end) {
        this.engine = engine;
        this.end = end;
    }

    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            end.run();
        }
    }
}
