package io.lakeflight.engine.spark.fastlane.rewrite;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Rewrites plans for DuckDB. */
public final class PlanRewrites {
    private PlanRewrites() {}

    /** A plan with the same output and rows. */
    public static LogicalPlan rewrite(LogicalPlan optimised) {
        return ImpliedNotNull.rewrite(EarlyKeys.rewrite(LateExistence.rewrite(optimised)));
    }
}
