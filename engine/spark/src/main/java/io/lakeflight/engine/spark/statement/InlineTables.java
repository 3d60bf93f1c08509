package io.lakeflight.engine.spark.statement;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedInlineTable;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.collection.immutable.Seq;

/** VALUES with parameters in them as projections, because VALUES itself takes constants only. */
record InlineTables(ParsedStatement parsed) {
    /** Rewrites the VALUES an INSERT reads, and those in the FROM of any query. */
    LogicalPlan asProjections(LogicalPlan plan) {
        if (plan instanceof UnresolvedInlineTable table && hasMarkers(table)) {
            return asProjections(table, new OneRowRelation());
        }
        return plan.mapChildren(this::asProjections);
    }

    private boolean hasMarkers(UnresolvedInlineTable table) {
        return ScalaLists.toJava(table.rows()).stream()
                .flatMap(row -> ScalaLists.toJava(row).stream())
                .anyMatch(cell -> !parsed.ordinalsIn(cell).isEmpty());
    }

    /** One projection of the input for each row of the table. */
    static LogicalPlan asProjections(UnresolvedInlineTable table, LogicalPlan input) {
        List<LogicalPlan> rows = new ArrayList<>();
        List<String> names = ScalaLists.toJava(table.names());
        for (Seq<Expression> row : ScalaLists.toJava(table.rows())) {
            List<NamedExpression> columns = new ArrayList<>();
            for (Expression cell : ScalaLists.toJava(row)) {
                int index = columns.size();
                String name = index < names.size() ? names.get(index) : "col" + (index + 1);
                columns.add(OutputColumns.alias(cell, name));
            }
            rows.add(new Project(ScalaLists.from(columns), input));
        }
        return rows.size() == 1 ? rows.get(0) : new Union(ScalaLists.from(rows), false, false);
    }
}
