package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Where the rows of a plan's leaves come from, and the values of its constants. */
@FunctionalInterface
public interface Leaves {
    /**
     * An item of FROM with one column for each attribute, in their order and named by the names.
     *
     * @throws Refusal if this leaf cannot be read
     */
    String from(LogicalPlan leaf, List<Attribute> attributes, List<String> names) throws Refusal;

    /** What stands for this very constant; empty if it stands for itself. */
    default Optional<String> constant(Literal literal) {
        return Optional.empty();
    }
}
