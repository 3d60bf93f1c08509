package io.lakeflight.engine.spark.fastlane.rewrite;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.InnerLike;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Groups of an aggregation that a join drops are not made in the first place.
 *
 * <p>Of a correlated subquery, such as "above the average of its brand", Spark makes an aggregation of the whole table,
 * joined by the groups' keys. If constants select few of these keys on the other side of the join, their rows are selected
 * before the aggregation, too, by a semi join with the same selection.
 */
final class EarlyKeys {
    private EarlyKeys() {}

    static LogicalPlan rewrite(LogicalPlan plan) {
        LogicalPlan rewritten = plan.withNewChildren(ScalaLists.from(ScalaLists.toJava(plan.children()).stream()
                .map(EarlyKeys::rewrite)
                .toList()));
        return rewritten instanceof Join join ? selected(join) : rewritten;
    }

    private static LogicalPlan selected(Join join) {
        LogicalPlan left = join.left();
        LogicalPlan right = join.right();
        JoinType type = join.joinType();
        if (type instanceof InnerLike) {
            left = selected(join, left, right);
            right = selected(join, right, join.left());
        } else if (type == LeftSemi$.MODULE$ || type == LeftOuter$.MODULE$) {
            right = selected(join, right, left);
        }
        return join.withNewChildren(ScalaLists.of(left, right));
    }

    /** A side of a join, without groups that have no row on the other one. */
    private static LogicalPlan selected(Join join, LogicalPlan groups, LogicalPlan other) {
        for (Conditions.Equality equality : Conditions.equalities(join)) {
            boolean isLeft = Conditions.isOf(equality.left(), groups);
            AttributeReference key = isLeft ? equality.left() : equality.right();
            AttributeReference outside = isLeft ? equality.right() : equality.left();
            if (!Conditions.isOf(key, groups) || !Conditions.isOf(outside, other)) {
                continue;
            }
            Optional<Selection> selection = selection(other, outside);
            Optional<LogicalPlan> early = selection.flatMap(found -> aboveGroups(groups, key, found));
            if (early.isPresent()) {
                return early.get();
            }
        }
        return groups;
    }

    /** Rows of a table, and the column that the keys are among. */
    private record Selection(LogicalPlan rows, AttributeReference column) {
        LogicalPlan semiJoin(LogicalPlan plan, AttributeReference key) {
            LogicalPlan values = new Project(ScalaLists.<NamedExpression>of(column), rows);
            return new Join(
                    plan, values, LeftSemi$.MODULE$, scala.Option.apply(new EqualTo(key, column)), JoinHint.NONE());
        }
    }

    /** Where constants select the values that a column of the plan has. */
    private static Optional<Selection> selection(LogicalPlan plan, AttributeReference column) {
        Set<AttributeReference> same = new LinkedHashSet<>(Set.of(column));
        Set<LogicalPlan> parts = new LinkedHashSet<>();
        int known;
        do {
            known = same.size();
            visit(plan, same, parts);
        } while (same.size() > known);
        return parts.stream()
                .filter(Conditions::isSelectedByValues)
                .filter(CertainExpressions::isCertain)
                .flatMap(part -> same.stream()
                        .filter(candidate -> Conditions.isOf(candidate, part))
                        .map(candidate -> new Selection(part, candidate)))
                .findFirst();
    }

    /** Collects what is joined so that each row has a partner in it, and the columns that are equal in all rows. */
    private static void visit(LogicalPlan plan, Set<AttributeReference> same, Set<LogicalPlan> parts) {
        if (plan instanceof Join join && leavesMatchedOnly(join)) {
            Conditions.equalities(join).forEach(equality -> List.copyOf(same)
                    .forEach(column -> equality.other(column).ifPresent(same::add)));
            visit(join.left(), same, parts);
            visit(join.right(), same, parts);
        } else if (plan instanceof Project project && project.child() instanceof Join) {
            visit(project.child(), same, parts);
        } else {
            parts.add(plan);
        }
    }

    private static boolean leavesMatchedOnly(Join join) {
        return join.joinType() instanceof InnerLike || join.joinType() == LeftSemi$.MODULE$;
    }

    /** Empty if it is no aggregation by this key, or an error might be spared. */
    private static Optional<LogicalPlan> aboveGroups(LogicalPlan plan, AttributeReference key, Selection selection) {
        if (plan instanceof Filter filter && CertainExpressions.isCertain(filter.condition())) {
            return aboveGroups(filter.child(), key, selection).map(child -> with(filter, child));
        }
        if (plan instanceof Project project && Conditions.hasColumnsOnly(project)) {
            return aboveGroups(project.child(), key, selection).map(child -> with(project, child));
        }
        if (plan instanceof Aggregate aggregate && CertainExpressions.isCertain(aggregate)) {
            return groupedBy(aggregate, key)
                    .map(grouped -> with(aggregate, below(aggregate.child(), grouped, selection)));
        }
        return Optional.empty();
    }

    /** The column below that makes the key. */
    private static Optional<AttributeReference> groupedBy(Aggregate aggregate, AttributeReference key) {
        for (NamedExpression item : ScalaLists.toJava(aggregate.aggregateExpressions())) {
            Expression value = item instanceof Alias alias ? alias.child() : (Expression) item;
            if (item.exprId().equals(key.exprId())
                    && value instanceof AttributeReference column
                    && ScalaLists.toJava(aggregate.groupingExpressions()).stream()
                            .anyMatch(column::semanticEquals)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** The semi join, as near to the table as it can be. */
    private static LogicalPlan below(LogicalPlan plan, AttributeReference key, Selection selection) {
        if (plan instanceof Project project && Conditions.hasColumnsOnly(project)) {
            return with(project, below(project.child(), key, selection));
        }
        if (plan instanceof Aggregate aggregate) {
            return groupedBy(aggregate, key)
                    .map(grouped -> with(aggregate, below(aggregate.child(), grouped, selection)))
                    .orElseGet(() -> selection.semiJoin(aggregate, key));
        }
        if (plan instanceof Join join && join.joinType() instanceof InnerLike) {
            LogicalPlan left = join.left();
            LogicalPlan right = join.right();
            return Conditions.isOf(key, left)
                    ? join.withNewChildren(ScalaLists.of(below(left, key, selection), right))
                    : join.withNewChildren(ScalaLists.of(left, below(right, key, selection)));
        }
        return selection.semiJoin(plan, key);
    }

    private static LogicalPlan with(LogicalPlan plan, LogicalPlan child) {
        List<LogicalPlan> children = List.of(child);
        return plan.withNewChildren(ScalaLists.from(children));
    }
}
