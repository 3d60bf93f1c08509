package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedInlineTable;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Assignment;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UpdateAction;
import org.apache.spark.sql.catalyst.plans.logical.UpdateTable;
import scala.Option;

/**
 * One statement for many parameter sets, so that a batch is one job and one snapshot.
 *
 * <p>The sets become a relation with a column per parameter: an INSERT reads it, a DELETE semi-joins it, an
 * UPDATE becomes a MERGE with it. Only a query runs once per set, because its rows are wanted in the order of the sets.
 */
final class MultiRowBinding {
    private static final int MOST_QUERY_SETS = 1_000;

    private final ParsedStatement parsed;
    private final LocalRelation relation;
    private final List<Attribute> columns;

    private MultiRowBinding(ParsedStatement parsed, ParameterSets sets) {
        this.parsed = parsed;
        this.relation = sets.relation();
        this.columns = ScalaLists.toJava(relation.output());
    }

    static List<LogicalPlan> bind(ParsedStatement parsed, ParameterSets sets) {
        if (!StatementKinds.hasEffect(StatementKinds.statement(parsed.plan()))) {
            return queries(parsed, sets);
        }
        return List.of(new MultiRowBinding(parsed, sets).command(parsed.plan()));
    }

    private static List<LogicalPlan> queries(ParsedStatement parsed, ParameterSets sets) {
        if (sets.count() > MOST_QUERY_SETS) {
            throw EngineException.unsupported("A query with more than " + MOST_QUERY_SETS + " parameter sets");
        }
        List<LogicalPlan> plans = new ArrayList<>();
        for (int row = 0; row < sets.count(); row++) {
            plans.add(parsed.withParameters(sets.literals(row)));
        }
        return plans;
    }

    private LogicalPlan command(LogicalPlan plan) {
        if (plan instanceof InsertIntoStatement insert) {
            return insert(insert);
        }
        if (plan instanceof DeleteFromTable delete) {
            refuseSubqueries(delete.condition());
            return delete(delete);
        }
        if (plan instanceof UpdateTable update) {
            return update(update);
        }
        throw refused("a statement of this kind");
    }

    private LogicalPlan insert(InsertIntoStatement insert) {
        LogicalPlan query;
        if (insert.query() instanceof UnresolvedInlineTable table) {
            query = InlineTables.asProjections(table, relation);
        } else if (insert.query() instanceof Project project && project.child() instanceof OneRowRelation) {
            query = new Project(project.projectList(), relation);
        } else {
            throw refused("INSERT … SELECT");
        }
        return insert.copy(
                insert.table(),
                insert.partitionSpec(),
                insert.userSpecifiedCols(),
                parsed.withParameters(query, this::column),
                insert.overwrite(),
                insert.ifPartitionNotExists(),
                insert.byName());
    }

    /** A semi-join with the sets: unlike a MERGE it counts a row once that several sets match. */
    private LogicalPlan delete(DeleteFromTable delete) {
        LogicalPlan matching = new Filter(parsed.withParameters(delete.condition(), this::column), relation);
        Expression matched =
                new Exists(matching, ScalaLists.of(), NamedExpression.newExprId(), ScalaLists.of(), Option.empty());
        return new DeleteFromTable(delete.table(), matched);
    }

    private LogicalPlan update(UpdateTable update) {
        if (update.condition().isEmpty()) {
            throw refused("UPDATE without WHERE");
        }
        Expression condition = update.condition().get();
        refuseSubqueries(condition);
        List<Assignment> assignments = ScalaLists.toJava(update.assignments());
        Set<String> read = new HashSet<>(columnsIn(condition));
        assignments.forEach(assignment -> {
            refuseSubqueries(assignment.value());
            read.addAll(columnsIn(assignment.value()));
        });
        for (Assignment assignment : assignments) {
            if (columnsIn(assignment.key()).stream().anyMatch(read::contains)) {
                // The second set would have to see what the first one wrote.
                throw refused("UPDATE that assigns " + assignment.key().sql() + " and also reads it");
            }
        }
        List<Assignment> bound = new ArrayList<>();
        assignments.forEach(assignment ->
                bound.add(new Assignment(assignment.key(), parsed.withParameters(assignment.value(), this::column))));
        return merge(update.table(), condition, new UpdateAction(Option.empty(), ScalaLists.from(bound), false));
    }

    private LogicalPlan merge(
            LogicalPlan target, Expression condition, org.apache.spark.sql.catalyst.plans.logical.MergeAction action) {
        return new MergeIntoTable(
                target,
                relation,
                parsed.withParameters(condition, this::column),
                ScalaLists.of(action),
                ScalaLists.of(),
                ScalaLists.of(),
                false);
    }

    private Expression column(int ordinal, boolean count) {
        if (count) {
            throw refused("LIMIT ?");
        }
        return columns.get(ordinal);
    }

    private static Set<String> columnsIn(Expression expression) {
        Set<String> names = new HashSet<>();
        if (expression instanceof UnresolvedAttribute column) {
            names.add(column.nameParts().last().toLowerCase(Locale.ROOT));
        }
        ScalaLists.toJava(expression.children()).forEach(child -> names.addAll(columnsIn(child)));
        return names;
    }

    private static void refuseSubqueries(Expression expression) {
        if (expression instanceof SubqueryExpression) {
            throw refused("a subquery");
        }
        ScalaLists.toJava(expression.children()).forEach(MultiRowBinding::refuseSubqueries);
    }

    private static EngineException refused(String what) {
        return EngineException.unsupported("More than one parameter set with " + what);
    }
}
