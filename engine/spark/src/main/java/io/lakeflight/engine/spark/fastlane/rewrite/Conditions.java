package io.lakeflight.engine.spark.fastlane.rewrite;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSet;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.StringPredicate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/** What conditions say. */
public final class Conditions {
    private Conditions() {}

    /** Two columns that are equal in every row that a condition leaves. */
    record Equality(AttributeReference left, AttributeReference right) {
        Optional<AttributeReference> other(AttributeReference column) {
            if (left.exprId().equals(column.exprId())) {
                return Optional.of(right);
            }
            return right.exprId().equals(column.exprId()) ? Optional.of(left) : Optional.empty();
        }
    }

    static List<Equality> equalities(Join join) {
        List<Equality> equalities = new ArrayList<>();
        for (Expression condition : conjuncts(join)) {
            if (condition instanceof EqualTo equal
                    && equal.left() instanceof AttributeReference left
                    && equal.right() instanceof AttributeReference right
                    && left.dataType().equals(right.dataType())) {
                equalities.add(new Equality(left, right));
            }
        }
        return equalities;
    }

    /** What has to be true of every two rows that match; empty if nothing has. */
    public static List<Expression> conjuncts(Join join) {
        return join.condition().isEmpty()
                ? List.of()
                : conjuncts(join.condition().get());
    }

    /** In the order in which they are asked. */
    public static List<Expression> conjuncts(Expression condition) {
        if (!(condition instanceof And and)) {
            return List.of(condition);
        }
        List<Expression> conjuncts = new ArrayList<>(conjuncts(and.left()));
        conjuncts.addAll(conjuncts(and.right()));
        return conjuncts;
    }

    /** Ids of columns that have no null where this is true. */
    static Set<Long> nullRejected(Expression conjunct) {
        Expression compared = conjunct instanceof Not not ? not.child() : conjunct;
        if (!(compared instanceof BinaryComparison) || compared instanceof EqualNullSafe) {
            return Set.of();
        }
        Set<Long> columns = new HashSet<>();
        for (Expression operand : ScalaLists.toJava(compared.children())) {
            if (operand instanceof AttributeReference column) {
                columns.add(column.exprId().id());
            }
        }
        return columns;
    }

    /** Whether rows of a table are left out by constants: most of them, as a rule. */
    static boolean isSelected(LogicalPlan plan) {
        if (plan instanceof Project project) {
            return isSelected(project.child());
        }
        return plan instanceof Filter filter
                && isTable(filter.child())
                && ScalaLists.toJava(filter.expressions()).stream().anyMatch(Conditions::hasConstant);
    }

    /** Whether rows of a table are left out by values that a column must have, or patterns: nearly all of them, as a rule. */
    static boolean isSelectedByValues(LogicalPlan plan) {
        if (plan instanceof Project project) {
            return isSelectedByValues(project.child());
        }
        return plan instanceof Filter filter
                && isTable(filter.child())
                && conjuncts(filter.condition()).stream().anyMatch(Conditions::isByValues);
    }

    private static boolean isByValues(Expression conjunct) {
        boolean isByValues = conjunct instanceof EqualTo
                || conjunct instanceof In
                || conjunct instanceof InSet
                || conjunct instanceof StringPredicate;
        return isByValues && hasConstant(conjunct);
    }

    /** Whether all rows of a table are there, but for those that comparisons of its own columns leave out. */
    static boolean isWhole(LogicalPlan plan) {
        if (plan instanceof Project project) {
            return hasColumnsOnly(project) && isWhole(project.child());
        }
        return isTable(plan) || (plan instanceof Filter filter && isTable(filter.child()) && !isSelected(filter));
    }

    private static boolean isTable(LogicalPlan plan) {
        return plan.children().isEmpty();
    }

    private static boolean hasConstant(Expression expression) {
        return expression instanceof Literal
                || expression instanceof InSet
                || ScalaLists.toJava(expression.children()).stream().anyMatch(Conditions::hasConstant);
    }

    /** Whether it computes nothing. */
    public static boolean hasColumnsOnly(Project project) {
        return ScalaLists.<NamedExpression>toJava(project.projectList()).stream()
                .allMatch(AttributeReference.class::isInstance);
    }

    static boolean isOf(AttributeReference column, LogicalPlan plan) {
        return ScalaLists.toJava(plan.output()).stream()
                .anyMatch(attribute -> attribute.exprId().equals(column.exprId()));
    }
}
