package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WindowGroupLimit;

/**
 * What of a plan's rows is the same whoever executes it.
 *
 * <p>With a LIMIT it is open which of the rows that come in the same place are there, and with {@code row_number()} which
 * of them has which number. What is not open then is what they are in order by. Of columns whose values are certain, they
 * are certain together: as a multiset of rows of these columns.
 */
public final class ComparedColumns {
    private ComparedColumns() {}

    /** Positions of the columns that are certain, which may be none; empty if the number of rows is not. */
    public static Optional<List<Integer>> of(LogicalPlan optimised) {
        List<Attribute> output = ScalaLists.toJava(optimised.output());
        return optimised.deterministic()
                ? certain(optimised).map(rows -> IntStream.range(0, output.size())
                        .filter(i -> rows.columns.contains(output.get(i).exprId()))
                        .boxed()
                        .toList())
                : Optional.empty();
    }

    /**
     * Rows of which there is a certain number.
     *
     * @param columns whose values are certain
     * @param order columns that the rows are in order by, if the order is certain; none if they are in no order
     */
    private record Rows(Set<ExprId> columns, Set<ExprId> order) {
        boolean have(Expression expression) {
            return ids(expression).allMatch(columns::contains);
        }
    }

    private static java.util.stream.Stream<ExprId> ids(Expression expression) {
        return ScalaLists.toJava(expression.references().toSeq()).stream().map(Attribute::exprId);
    }

    /** Empty if it is not certain how many rows there are. */
    private static Optional<Rows> certain(LogicalPlan plan) {
        return ScalaLists.toJava(plan.expressions()).stream().allMatch(ComparedColumns::hasCertainSubqueries)
                ? byClass(plan)
                : Optional.empty();
    }

    private static boolean hasCertainSubqueries(Expression expression) {
        return (!(expression instanceof PlanExpression<?> subquery)
                        || (subquery.plan() instanceof LogicalPlan plan && isWhollyCertain(plan)))
                && ScalaLists.toJava(expression.children()).stream().allMatch(ComparedColumns::hasCertainSubqueries);
    }

    private static boolean isWhollyCertain(LogicalPlan plan) {
        return certain(plan).filter(rows -> rows.columns.containsAll(ids(plan))).isPresent();
    }

    private static Set<ExprId> ids(LogicalPlan plan) {
        return ScalaLists.toJava(plan.output()).stream().map(Attribute::exprId).collect(Collectors.toSet());
    }

    private static Optional<Rows> byClass(LogicalPlan plan) {
        if (plan instanceof LeafNode) {
            return Optional.of(whole(plan));
        }
        if (plan instanceof Project project) {
            return certain(project.child()).map(rows -> projected(project, rows));
        }
        if (plan instanceof Filter filter) {
            return certain(filter.child()).filter(rows -> rows.have(filter.condition()));
        }
        if (plan instanceof Sort sort) {
            return certain(sort.child()).map(rows -> sorted(sort, rows));
        }
        if (plan instanceof GlobalLimit limit) {
            return limited(limit.child());
        }
        if (plan instanceof Offset offset) {
            return limited(offset.child());
        }
        if (plan instanceof Aggregate aggregate) {
            return certain(aggregate.child())
                    .filter(rows -> ScalaLists.toJava(aggregate.groupingExpressions()).stream()
                            .allMatch(rows::have))
                    .map(rows -> computed(ScalaLists.toJava(aggregate.aggregateExpressions()), rows));
        }
        if (plan instanceof RepartitionOperation || plan instanceof RebalancePartitions) {
            return certain(plan.children().head()).map(rows -> new Rows(rows.columns, Set.of()));
        }
        return ofWhole(plan);
    }

    /** Of operators whose rows are certain as soon as all that they read is. */
    private static Optional<Rows> ofWhole(LogicalPlan plan) {
        boolean isKnown = plan instanceof Join
                || plan instanceof Union
                || plan instanceof Expand
                || plan instanceof Window
                || (plan instanceof WindowGroupLimit limit && CertainWindows.isTold(limit));
        if (!isKnown || !ScalaLists.toJava(plan.children()).stream().allMatch(ComparedColumns::isWhollyCertain)) {
            return Optional.empty();
        }
        return Optional.of(plan instanceof Window window ? windowed(window) : whole(plan));
    }

    private static Rows whole(LogicalPlan plan) {
        return new Rows(ids(plan), Set.of());
    }

    private static Rows computed(List<NamedExpression> expressions, Rows rows) {
        Set<ExprId> columns = expressions.stream()
                .filter(column -> rows.have((Expression) column))
                .map(NamedExpression::exprId)
                .collect(Collectors.toSet());
        return new Rows(columns, Set.of());
    }

    private static Rows projected(Project project, Rows rows) {
        List<NamedExpression> columns = ScalaLists.toJava(project.projectList());
        Set<ExprId> order = columns.stream()
                .filter(column -> (column instanceof Alias alias ? alias.child() : column) instanceof Attribute source
                        && rows.order.contains(source.exprId()))
                .map(NamedExpression::exprId)
                .collect(Collectors.toSet());
        return new Rows(computed(columns, rows).columns, order);
    }

    private static Rows sorted(Sort sort, Rows rows) {
        boolean isCertain =
                sort.global() && ScalaLists.toJava(sort.order()).stream().allMatch(rows::have);
        Set<ExprId> order = ScalaLists.toJava(sort.order()).stream()
                .filter(key -> isCertain && key.child() instanceof Attribute)
                .map(key -> ((Attribute) key.child()).exprId())
                .collect(Collectors.toSet());
        return new Rows(rows.columns, order);
    }

    /** There are so many of them, and what they are in order by is certain. */
    private static Optional<Rows> limited(LogicalPlan child) {
        LogicalPlan below = child;
        // Limits of each partition, which leave enough for the one of all.
        while (below instanceof LocalLimit || below instanceof Offset) {
            below = below.children().head();
        }
        return certain(below).map(rows -> {
            Set<ExprId> columns = new HashSet<>(rows.columns);
            columns.retainAll(rows.order);
            return new Rows(columns, rows.order);
        });
    }

    private static Rows windowed(Window window) {
        Set<ExprId> columns = ids(window.child());
        Set<ExprId> all = Set.copyOf(columns);
        ScalaLists.toJava(window.windowExpressions()).stream()
                .filter(column -> CertainWindows.isTold((Expression) column, all))
                .forEach(column -> columns.add(column.exprId()));
        return new Rows(columns, Set.of());
    }
}
