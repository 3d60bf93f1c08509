package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.collection.immutable.Seq;

/** The rows of several queries, or of one several times. */
record Unions(Plans plans) {
    Relation translate(LogicalPlan plan) throws Refusal {
        return plan instanceof Union union ? union(union) : expand((Expand) plan);
    }

    private Relation union(Union union) throws Refusal {
        if (union.byName() || union.allowMissingCol()) {
            throw new Refusal("union by name");
        }
        List<Attribute> output = ScalaLists.toJava(union.output());
        List<String> parts = new ArrayList<>();
        for (LogicalPlan child : ScalaLists.toJava(union.children())) {
            Relation relation = plans.translate(child);
            parts.add("SELECT " + items(relation, output) + " FROM "
                    + relation.from(plans.names().next("t")));
        }
        return Relation.unordered(String.join(" UNION ALL ", parts), output);
    }

    private static String items(Relation relation, List<Attribute> output) throws Refusal {
        Set<String> items = new LinkedHashSet<>();
        for (int i = 0; i < output.size(); i++) {
            Attribute from = relation.output().get(i);
            if (!from.dataType().equals(output.get(i).dataType())) {
                throw new Refusal("union of several types");
            }
            items.add(Relation.column(from) + " AS " + Relation.column(output.get(i)));
        }
        if (output.stream().map(Relation::column).distinct().count() < output.size()) {
            throw new Refusal("a column twice in a union");
        }
        return items.isEmpty() ? "1 AS none" : String.join(", ", items);
    }

    /** Every row once for each set of grouping columns. */
    private Relation expand(Expand expand) throws Refusal {
        Relation child = plans.translate(expand.child());
        List<Attribute> output = ScalaLists.toJava(expand.output());
        String rows = plans.names().next("rows");
        List<String> parts = new ArrayList<>();
        for (Seq<Expression> projection : ScalaLists.toJava(expand.projections())) {
            Expressions in = Expressions.over(plans, child);
            List<String> items = new ArrayList<>();
            for (int i = 0; i < output.size(); i++) {
                Expression value = projection.apply(i);
                if (!value.dataType().equals(output.get(i).dataType())) {
                    throw new Refusal("grouping sets of several types");
                }
                items.add(in.sql(value) + " AS " + Relation.column(output.get(i)));
            }
            parts.add("SELECT " + String.join(", ", items) + " FROM " + in.from(rows));
        }
        String sql = "WITH " + rows + " AS (SELECT * FROM "
                + child.from(plans.names().next("t")) + ") " + String.join(" UNION ALL ", parts);
        return Relation.unordered(sql, output);
    }
}
