package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NullsFirst$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Sort;

/** ORDER BY, LIMIT and OFFSET. */
record Sorting(Plans plans) {
    Relation translate(LogicalPlan plan) throws Refusal {
        if (plan instanceof Sort sort) {
            return sort(sort);
        }
        if (plan instanceof GlobalLimit limit) {
            LogicalPlan child = limit.child() instanceof LocalLimit local ? local.child() : limit.child();
            String rows = " LIMIT " + number(limit.limitExpr());
            return child instanceof Offset offset
                    ? limited(plans.translate(offset.child()), rows + " OFFSET " + number(offset.offsetExpr()))
                    : limited(plans.translate(child), rows);
        }
        Offset offset = (Offset) plan;
        return limited(plans.translate(offset.child()), " OFFSET " + number(offset.offsetExpr()));
    }

    /** The key's direction, as it is written behind it. */
    static String direction(SortOrder order) {
        return (order.direction() == Ascending$.MODULE$ ? " ASC" : " DESC")
                + (order.nullOrdering() == NullsFirst$.MODULE$ ? " NULLS FIRST" : " NULLS LAST");
    }

    /** What to order by; DuckDB's own order has minus zero before zero in places. */
    static String key(SortOrder order, Expressions in) throws Refusal {
        DuckTypes.of(order.child().dataType());
        return DuckTypes.isFloating(order.child().dataType())
                ? "("
                        + Texts.withoutMinusZero(
                                in.once(order.child()), order.child().dataType()) + ")"
                : in.sql(order.child());
    }

    private Relation sort(Sort sort) throws Refusal {
        Relation child = plans.translate(sort.child());
        if (!sort.global()) {
            return settled(child);
        }
        Expressions in = Expressions.over(plans, child);
        List<SortKey> keys = new ArrayList<>();
        List<String> items = new ArrayList<>(child.columns());
        for (SortOrder order : ScalaLists.toJava(sort.order())) {
            String key = key(order, in);
            boolean isColumn = order.child() instanceof Attribute attribute
                    && Relation.column(attribute).equals(key);
            String column = isColumn ? key : plans.names().next("k");
            if (!isColumn) {
                items.add(key + " AS " + column);
            }
            keys.add(new SortKey(column, direction(order)));
        }
        String sql = "SELECT " + String.join(", ", items) + " FROM "
                + in.from(child.from(plans.names().next("t")));
        return new Relation(sql, child.output(), keys, "");
    }

    private Relation limited(Relation child, String limit) {
        Relation settled = child.limit().isEmpty() ? child : settled(child);
        return new Relation(settled.sql(), settled.output(), settled.order(), limit);
    }

    private Relation settled(Relation child) {
        if (child.limit().isEmpty()) {
            return child;
        }
        return new Relation("SELECT * FROM " + child.from(plans.names().next("t")), child.output(), child.order(), "");
    }

    private static String number(Expression expression) throws Refusal {
        if (expression instanceof Literal literal && literal.value() instanceof Integer number && number >= 0) {
            return number.toString();
        }
        throw new Refusal("a limit that is no constant");
    }
}
