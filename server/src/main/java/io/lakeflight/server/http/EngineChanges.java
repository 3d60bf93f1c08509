package io.lakeflight.server.http;

import io.javalin.http.Context;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.server.control.EngineFence;
import java.util.function.Supplier;

/** Knows calls of engines; those that may change a catalog pass only while their engine is admitted. */
final class EngineChanges {
    private final EngineFence fence;

    EngineChanges(EngineFence fence) {
        this.fence = fence;
    }

    /** Does the work, in a passage if the call is an engine's; other programs are answered as ever. */
    IcebergAnswer fenced(IcebergCall call, Supplier<IcebergAnswer> work) {
        if (call.engine().isEmpty() || call.isReading()) {
            return work.get();
        }
        String engineId = call.engine().get();
        // Held by the thread that does the work and until it is done, whether or not anybody still waits for it.
        try (EngineFence.Passage passage =
                fence.enter(engineId).orElseThrow(() -> new ReplacedEngineException(engineId))) {
            return work.get();
        }
    }

    /** Whether the caller has proved to be an engine of this server, which may know how files are reached. */
    boolean isEngine(Context http) {
        String engineId = http.header(EngineProtocol.ENGINE_HEADER);
        String token = http.header(EngineProtocol.ENGINE_TOKEN_HEADER);
        return engineId != null && token != null && fence.isGenuine(engineId, token);
    }
}
