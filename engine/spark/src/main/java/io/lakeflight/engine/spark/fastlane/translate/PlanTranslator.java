package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Translates plans. */
public final class PlanTranslator {
    private PlanTranslator() {}

    /** @throws Refusal if anything in the plan is not proven to be the same in DuckDB */
    public static Translation translate(LogicalPlan optimised, Leaves leaves, TranslationSettings settings)
            throws Refusal {
        if (settings.zone().isEmpty() || optimised.resolved()) {
            throw new Refusal(optimised.nodeName());
        }
        return new Translation("", optimised.schema());
    }
}
