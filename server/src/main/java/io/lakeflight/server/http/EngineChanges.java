package io.lakeflight.server.http;

import io.javalin.http.HandlerType;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.server.control.EngineFence;
import java.util.Set;
import org.apache.iceberg.exceptions.ForbiddenException;

/** Lets calls of engines that may change a catalog pass only while their engine is admitted. */
final class EngineChanges {
    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

    private final EngineFence fence;

    EngineChanges(EngineFence fence) {
        this.fence = fence;
    }

    /** The action, in a passage if the call is an engine's; other programs are answered as ever. */
    IcebergRoute.Action fenced(IcebergRoute.Action action) {
        return request -> {
            String engineId = request.http().header(EngineProtocol.ENGINE_HEADER);
            if (engineId == null || READING.contains(request.http().method())) {
                return action.answer(request);
            }
            return pass(engineId, request, action);
        };
    }

    private IcebergAnswer pass(String engineId, IcebergRequest request, IcebergRoute.Action action) {
        // Held by the thread that does the work and until it is done, whether or not anybody still waits for it.
        try (EngineFence.Passage passage = fence.enter(engineId).orElseThrow(() -> refusal(engineId))) {
            return action.answer(request);
        }
    }

    private static ForbiddenException refusal(String engineId) {
        return new ForbiddenException("Engine %s was replaced: it may not change this catalog any more", engineId);
    }
}
