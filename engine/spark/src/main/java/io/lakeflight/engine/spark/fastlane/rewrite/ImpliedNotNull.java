package io.lakeflight.engine.spark.fastlane.rewrite;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.InnerLike;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Leaves out {@code IS NOT NULL} where comparisons or joins leave out nulls anyway.
 *
 * <p>Spark adds it to each key of a join and to each column that is compared. DuckDB takes it for a condition like any
 * other, which leaves a fifth of the rows, and so orders joins by sizes that are wrong.
 */
final class ImpliedNotNull {
    private ImpliedNotNull() {}

    static LogicalPlan rewrite(LogicalPlan plan) {
        return rewrite(plan, Set.of());
    }

    /** @param dropped ids of columns, rows with a null in which do not get through what is above */
    private static LogicalPlan rewrite(LogicalPlan plan, Set<Long> dropped) {
        if (plan instanceof Filter filter) {
            return filter(filter, dropped);
        }
        if (plan instanceof Project project) {
            return project.withNewChildren(ScalaLists.of(rewrite(project.child(), below(project, dropped))));
        }
        if (plan instanceof Join join) {
            return join(join, dropped);
        }
        return plan.withNewChildren(ScalaLists.from(ScalaLists.toJava(plan.children()).stream()
                .map(ImpliedNotNull::rewrite)
                .toList()));
    }

    private static LogicalPlan filter(Filter filter, Set<Long> dropped) {
        List<Expression> all = Conditions.conjuncts(filter.condition());
        Set<Long> here = new HashSet<>(dropped);
        all.forEach(condition -> here.addAll(Conditions.nullRejected(condition)));
        List<Expression> kept =
                all.stream().filter(condition -> !isImplied(condition, here)).toList();
        for (Expression condition : kept) {
            tested(condition).ifPresent(here::add);
        }
        LogicalPlan child = rewrite(filter.child(), here);
        return kept.stream()
                .reduce(And::new)
                .<LogicalPlan>map(condition -> new Filter(condition, child))
                .orElse(child);
    }

    private static boolean isImplied(Expression condition, Set<Long> dropped) {
        return tested(condition).map(dropped::contains).orElse(false);
    }

    private static Optional<Long> tested(Expression condition) {
        return condition instanceof IsNotNull test && test.child() instanceof AttributeReference column
                ? Optional.of(column.exprId().id())
                : Optional.empty();
    }

    private static Set<Long> below(Project project, Set<Long> dropped) {
        Set<Long> below = new HashSet<>();
        for (NamedExpression item : ScalaLists.toJava(project.projectList())) {
            Expression value = item instanceof Alias alias ? alias.child() : (Expression) item;
            if (value instanceof AttributeReference column
                    && dropped.contains(item.exprId().id())) {
                below.add(column.exprId().id());
            }
        }
        return below;
    }

    private static LogicalPlan join(Join join, Set<Long> dropped) {
        Set<Long> unmatched = new HashSet<>();
        Conditions.conjuncts(join).forEach(condition -> unmatched.addAll(Conditions.nullRejected(condition)));
        JoinType type = join.joinType();
        List<Set<Long>> sides = new ArrayList<>();
        if (type instanceof InnerLike) {
            sides.addAll(List.of(union(dropped, unmatched), union(dropped, unmatched)));
        } else if (type == LeftSemi$.MODULE$) {
            sides.addAll(List.of(union(dropped, unmatched), unmatched));
        } else if (type == LeftAnti$.MODULE$ || type == LeftOuter$.MODULE$) {
            sides.addAll(List.of(dropped, unmatched));
        } else {
            sides.addAll(List.of(Set.of(), Set.of()));
        }
        return join.withNewChildren(
                ScalaLists.of(rewrite(join.left(), sides.get(0)), rewrite(join.right(), sides.get(1))));
    }

    private static Set<Long> union(Set<Long> some, Set<Long> others) {
        Set<Long> union = new HashSet<>(some);
        union.addAll(others);
        return union;
    }
}
