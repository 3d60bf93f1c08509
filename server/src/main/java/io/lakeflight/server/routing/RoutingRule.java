package io.lakeflight.server.routing;

import java.util.List;
import java.util.Optional;

/**
 * A rule of {@code routing.yaml}: of statements that meet all conditions, it says where they go, or refuses them.
 *
 * @param conditions those that are tested without looking at tables come first
 */
public record RoutingRule(String name, List<RuleCondition> conditions, Action action) {
    public RoutingRule {
        conditions = List.copyOf(conditions);
    }

    /** What becomes of the statements. */
    public sealed interface Action {
        /** They go to a data plane. */
        record Route(String plane) implements Action {}

        /** They go to a data plane that has the tag. */
        record RouteToTag(String tag) implements Action {}

        /** They are refused, with a message to their clients. */
        record Reject(String message) implements Action {}
    }

    /** Why the statement does not meet the conditions; empty if it does. */
    Optional<String> mismatch(RoutingRequest request) {
        return conditions.stream()
                .flatMap(condition -> condition.mismatch(request).stream())
                .findFirst();
    }

    /** Whether it is about how much a statement reads. */
    boolean asksOfScans() {
        return conditions.stream()
                .anyMatch(condition -> condition instanceof RuleCondition.BytesOver
                        || condition instanceof RuleCondition.FullScanOver);
    }

    String description() {
        return conditions.isEmpty()
                ? "every statement"
                : String.join(
                        ", ", conditions.stream().map(RuleCondition::toString).toList());
    }
}
