package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Where the rows of a plan's leaves come from. */
@FunctionalInterface
public interface Leaves {
    /**
     * An item of FROM with one column for each attribute, in their order and named by the names.
     *
     * @throws Refusal if this leaf cannot be read
     */
    String from(LogicalPlan leaf, List<Attribute> attributes, List<String> names) throws Refusal;
}
