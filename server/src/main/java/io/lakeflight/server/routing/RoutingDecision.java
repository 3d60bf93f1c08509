package io.lakeflight.server.routing;

import io.lakeflight.server.error.QueryException;
import java.util.List;
import java.util.Optional;

/**
 * Where a statement goes, and how that came about.
 *
 * @param plane empty if the statement is refused, and of one that the server answers itself
 * @param refusal what its client is told if it is
 */
public record RoutingDecision(Optional<String> plane, Optional<QueryException> refusal, List<RoutingStep> steps) {
    public RoutingDecision {
        steps = List.copyOf(steps);
    }

    /** @throws QueryException if the statement is refused */
    public String planeOrRefusal() {
        return plane.orElseThrow(() -> refusal.orElseThrow(IllegalStateException::new));
    }
}
