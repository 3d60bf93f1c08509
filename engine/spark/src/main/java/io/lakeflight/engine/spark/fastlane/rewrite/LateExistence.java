package io.lakeflight.engine.spark.fastlane.rewrite;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.InnerLike;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * EXISTS and NOT EXISTS after the inner joins.
 *
 * <p>Spark asks them of the one table that they are about, before it is joined. If the other side is a whole table, that
 * leaves out few rows and costs a join of two large tables, while what the inner joins are with may leave out nearly all.
 * DuckDB orders inner joins by its own estimates, but leaves semi and anti joins where they are.
 */
final class LateExistence {
    private final List<Existence> later = new ArrayList<>();

    private record Existence(LogicalPlan right, JoinType type, Expression condition) {}

    private LateExistence() {}

    static LogicalPlan rewrite(LogicalPlan plan) {
        if (plan instanceof Join join && isInner(join) && hasSelection(join)) {
            return new LateExistence().ordered(join);
        }
        return plan.withNewChildren(ScalaLists.from(ScalaLists.toJava(plan.children()).stream()
                .map(LateExistence::rewrite)
                .toList()));
    }

    private static boolean isInner(Join join) {
        return join.joinType() instanceof InnerLike;
    }

    /** Whether constants leave out rows of any of the tables that are joined. */
    private static boolean hasSelection(LogicalPlan plan) {
        if (plan instanceof Join join) {
            return isInner(join) && (hasSelection(join.left()) || hasSelection(join.right()));
        }
        if (plan instanceof Project project && project.child() instanceof Join join) {
            return hasSelection(join);
        }
        return Conditions.isSelected(plan);
    }

    private LogicalPlan ordered(Join join) {
        LogicalPlan plan = joined(join);
        if (later.isEmpty()) {
            return plan;
        }
        for (Existence existence : later) {
            plan = new Join(
                    plan, existence.right(), existence.type(), scala.Option.apply(existence.condition()), join.hint());
        }
        return new Project(columns(join), plan);
    }

    private static scala.collection.immutable.Seq<NamedExpression> columns(LogicalPlan plan) {
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute attribute : ScalaLists.toJava(plan.output())) {
            columns.add(attribute);
        }
        return ScalaLists.from(columns);
    }

    /** The inner joins alone; a projection between them goes, as what is asked later may be about any column. */
    private LogicalPlan joined(LogicalPlan plan) {
        if (plan instanceof Join join && isInner(join)) {
            LogicalPlan left = joined(join.left());
            LogicalPlan right = joined(join.right());
            return join.withNewChildren(ScalaLists.of(left, right));
        }
        if (plan instanceof Project project && project.child() instanceof Join && Conditions.hasColumnsOnly(project)) {
            int before = later.size();
            LogicalPlan child = joined(project.child());
            return later.size() > before ? child : project.withNewChildren(ScalaLists.of(child));
        }
        if (plan instanceof Join join && isLater(join)) {
            LogicalPlan left = joined(join.left());
            later.add(new Existence(
                    rewrite(join.right()), join.joinType(), join.condition().get()));
            return left;
        }
        return rewrite(plan);
    }

    private static boolean isLater(Join join) {
        return (join.joinType() == LeftSemi$.MODULE$ || join.joinType() == LeftAnti$.MODULE$)
                && !Conditions.equalities(join).isEmpty()
                && Conditions.isWhole(join.right())
                && CertainExpressions.hasCertainCondition(join)
                && CertainExpressions.isCertain(join.right());
    }
}
