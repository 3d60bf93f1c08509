package io.lakeflight.planner.information;

import java.time.Duration;
import org.apache.calcite.plan.volcano.VolcanoPlanner;

/**
 * Calcite's planner with a limit on its time: what it tries may grow with the cube of a query's length, and nobody can
 * cancel a plan.
 */
final class ImpatientPlanner extends VolcanoPlanner {
    private final Duration patience;
    private final long begun = System.nanoTime();

    ImpatientPlanner(Duration patience) {
        this.patience = patience;
    }

    /** Asked by Calcite before each rule it applies. */
    @Override
    public void checkCancel() {
        if (System.nanoTime() - begun > patience.toNanos()) {
            throw new InformationException(
                    InformationException.Reason.TOO_LARGE,
                    "The query of information_schema takes longer than %s s to plan (expected: a simpler one)"
                            .formatted(patience.toSeconds()));
        }
        super.checkCancel();
    }
}
