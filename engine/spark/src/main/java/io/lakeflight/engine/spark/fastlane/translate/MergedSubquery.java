package io.lakeflight.engine.spark.fastlane.translate;

import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * One value of several scalar subqueries that Spark has merged into one, whose row it makes a struct.
 *
 * @param value the value, over the rows of the plan
 */
record MergedSubquery(Expression value, LogicalPlan plan) {
    static Optional<MergedSubquery> of(Expression expression) {
        if (expression instanceof GetStructField field
                && field.child() instanceof ScalarSubquery subquery
                && subquery.outerAttrs().isEmpty()
                && subquery.joinCond().isEmpty()
                && subquery.plan() instanceof Project project
                && project.projectList().size() == 1
                && project.projectList().head() instanceof Alias alias
                && alias.child() instanceof CreateNamedStruct struct) {
            return Optional.of(new MergedSubquery(struct.valExprs().apply(field.ordinal()), project.child()));
        }
        return Optional.empty();
    }
}
