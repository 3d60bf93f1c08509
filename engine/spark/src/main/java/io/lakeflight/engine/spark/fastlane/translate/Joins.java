package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.plans.ExistenceJoin;
import org.apache.spark.sql.catalyst.plans.logical.Join;

/** Joins of every kind that has a name in DuckDB's SQL; for inner ones, see {@link InnerJoins}. */
record Joins(Plans plans) {
    private static final Map<String, String> KINDS = Map.of(
            "LEFT OUTER", "LEFT JOIN",
            "RIGHT OUTER", "RIGHT JOIN",
            "FULL OUTER", "FULL JOIN",
            "LEFT SEMI", "SEMI JOIN",
            "LEFT ANTI", "ANTI JOIN");

    Relation translate(Join join) throws Refusal {
        if (InnerJoins.isOne(join)) {
            return new InnerJoins(plans).translate(join);
        }
        Relation left = plans.side(join.left(), join);
        Relation right = plans.side(join.right(), join);
        Expressions in = new Expressions(plans, both(left, right), false);
        Ranges.requireFewer(join);
        Optional<Expression> condition = join.condition().isEmpty()
                ? Optional.empty()
                : Optional.of(join.condition().get());
        String on = condition.isEmpty() ? "true" : in.sql(condition.get());
        List<Attribute> output = ScalaLists.toJava(join.output());
        if (join.joinType() instanceof ExistenceJoin existence) {
            return existence(left, right, on, existence.exists());
        }
        String kind = KINDS.get(join.joinType().sql());
        if (kind == null) {
            throw new Refusal("join " + join.joinType());
        }
        Optional<String> notIn = kind.equals("ANTI JOIN") ? notIn(left, right, condition) : Optional.empty();
        String from = notIn.isPresent()
                ? from(left) + " WHERE " + notIn.get()
                : from(left) + " " + kind + " " + from(right) + " ON " + on;
        return Relation.unordered("SELECT " + String.join(", ", Relation.columns(output)) + " FROM " + from, output);
    }

    private String from(Relation relation) {
        return relation.from(plans.names().next("t"));
    }

    private static List<Attribute> both(Relation left, Relation right) throws Refusal {
        return both(left.output(), right.output());
    }

    /** Both sides' attributes; Spark gives no two the same id, and nothing would be right if it did. */
    static List<Attribute> both(List<Attribute> left, List<Attribute> right) throws Refusal {
        Set<String> names = left.stream().map(Relation::column).collect(Collectors.toSet());
        if (right.stream().map(Relation::column).anyMatch(names::contains)) {
            throw new Refusal("a column on both sides of a join");
        }
        List<Attribute> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private Relation existence(Relation left, Relation right, String on, Attribute exists) {
        List<Attribute> output = new ArrayList<>(left.output());
        output.add(exists);
        List<String> items = new ArrayList<>(left.output().isEmpty() ? List.of() : left.columns());
        items.add("EXISTS (SELECT 1 FROM " + from(right) + " WHERE " + on + ") AS " + Relation.column(exists));
        return Relation.unordered("SELECT " + String.join(", ", items) + " FROM " + from(left), output);
    }

    /** NOT IN, which DuckDB computes by hashes if it is said like that, and row by row if as a condition. */
    private Optional<String> notIn(Relation left, Relation right, Optional<Expression> condition) throws Refusal {
        if (condition.isEmpty()
                || !(condition.get() instanceof Or or)
                || !(or.left() instanceof EqualTo equal)
                || !(or.right() instanceof IsNull isNull)
                || !isNull.child().semanticEquals(equal)
                || !Rules.find(equal).isPresent()
                || !isOf(left, equal.left())
                || !isOf(right, equal.right())) {
            return Optional.empty();
        }
        Expressions outside = new Expressions(plans, left.output(), false);
        Expressions inside = new Expressions(plans, right.output(), false);
        return Optional.of(outside.sql(equal.left()) + " NOT IN (SELECT " + inside.sql(equal.right()) + " FROM "
                + from(right) + ")");
    }

    private static boolean isOf(Relation relation, Expression expression) {
        List<String> columns = relation.columns();
        return !expression.references().isEmpty()
                && ScalaLists.toJava(expression.references().toSeq()).stream()
                        .allMatch(attribute -> columns.contains(Relation.column(attribute)));
    }
}
