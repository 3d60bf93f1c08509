package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.fastlane.rewrite.CertainExpressions;
import io.lakeflight.engine.spark.fastlane.rewrite.Conditions;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.InnerLike;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Inner joins that follow each other, as one FROM.
 *
 * <p>DuckDB chooses the order of joins that stand side by side, but not across a SELECT between them: it would have to join
 * in Spark's order, which is that of the text.
 */
record InnerJoins(Plans plans) {
    static boolean isOne(Join join) {
        return join.joinType() instanceof InnerLike;
    }

    /** What stands in FROM, and the columns that it has. */
    private record Source(String sql, List<Attribute> columns) {}

    Relation translate(Join join) throws Refusal {
        List<Attribute> output = ScalaLists.toJava(join.output());
        String sql = "SELECT " + String.join(", ", Relation.columns(output)) + " FROM "
                + joined(join).sql();
        return Relation.unordered(sql, output);
    }

    private Source joined(Join join) throws Refusal {
        boolean mayMove = mayMove(join);
        Source left = source(join.left(), join, mayMove);
        Source right = source(join.right(), join, mayMove);
        List<Attribute> columns = Joins.both(left.columns(), right.columns());
        Ranges.requireFewer(join);
        String on = join.condition().isEmpty()
                ? "true"
                : new Expressions(plans, columns, false).sql(join.condition().get());
        return new Source(left.sql() + " INNER JOIN " + right.sql() + " ON " + on, columns);
    }

    /** @param isOpen whether the joins in it may be mixed with the one that it is a side of */
    private Source source(LogicalPlan plan, Join of, boolean isOpen) throws Refusal {
        LogicalPlan inner =
                plan instanceof Project project && Conditions.hasColumnsOnly(project) ? project.child() : plan;
        if (isOpen && inner instanceof Join join && isOne(join) && mayMove(join)) {
            Source joined = joined(join);
            return new Source("(" + joined.sql() + ")", joined.columns());
        }
        Relation relation = plans.side(plan, of);
        return new Source(relation.from(plans.names().next("t")), relation.output());
    }

    /**
     * A condition that may raise an error is asked of the rows that Spark asks it of; and one of several ranges is not to be
     * all that is left between two of the tables, see {@link Ranges}.
     */
    private static boolean mayMove(Join join) {
        return CertainExpressions.hasCertainCondition(join) && Ranges.count(join) < 2;
    }
}
