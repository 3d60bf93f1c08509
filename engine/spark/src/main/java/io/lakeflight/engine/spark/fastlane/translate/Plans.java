package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.fastlane.rewrite.CertainExpressions;
import io.lakeflight.engine.spark.fastlane.rewrite.Conditions;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WindowGroupLimit;
import org.jspecify.annotations.Nullable;

/** Translates each node of a plan by its class; what is not here is refused. One for each translation. */
final class Plans {
    private static final int DEEPEST = 100;

    private final Leaves leaves;
    private final TranslationSettings settings;
    private final Names names = new Names();
    private final List<String> definitions = new ArrayList<>();
    private int depth;
    private @Nullable ZoneFacts zone;

    Plans(Leaves leaves, TranslationSettings settings) {
        this.leaves = leaves;
        this.settings = settings;
    }

    TranslationSettings settings() {
        return settings;
    }

    ZoneFacts zone() {
        if (zone == null) {
            zone = settings.zoneFacts();
        }
        return zone;
    }

    Names names() {
        return names;
    }

    /** What the translation refers to by name; stands before the SELECT of the whole query. */
    String definitions() {
        return definitions.isEmpty() ? "" : "WITH " + String.join(", ", definitions) + " ";
    }

    /**
     * One side of a join, or a subquery. DuckDB reads no rows that it knows to have no partner, through all that is computed
     * of them: what may raise an error is computed apart, of all rows, as Spark does.
     */
    Relation apart(LogicalPlan plan) throws Refusal {
        Relation relation = translate(plan);
        return CertainExpressions.mayRaiseAbove(plan) ? apart(relation) : relation;
    }

    Relation apart(Relation relation) {
        String name = names.next("m");
        String columns = String.join(", ", relation.columns());
        definitions.add(name + " AS MATERIALIZED (SELECT " + columns + " FROM " + relation.from(names.next("t")) + ")");
        return Relation.unordered("SELECT " + columns + " FROM " + name, relation.output());
    }

    /** One side of a join whose condition is computed of all rows as well, if it may raise an error. */
    Relation side(LogicalPlan plan, Join join) throws Refusal {
        return CertainExpressions.hasCertainCondition(join) ? apart(plan) : apart(translate(plan));
    }

    String constant(Literal literal) throws Refusal {
        String sql = Literals.sql(literal.value(), literal.dataType());
        return leaves.constant(literal).orElse(sql);
    }

    Relation translate(LogicalPlan plan) throws Refusal {
        if (depth > DEEPEST) {
            throw new Refusal("a deep plan");
        }
        depth++;
        try {
            return byClass(plan);
        } finally {
            depth--;
        }
    }

    private Relation byClass(LogicalPlan plan) throws Refusal {
        if (plan instanceof Project project) {
            return project(project);
        }
        if (plan instanceof Filter filter) {
            return filter(filter);
        }
        if (plan instanceof Join join) {
            return new Joins(this).translate(join);
        }
        if (plan instanceof Aggregate aggregate) {
            return new Aggregation(this, aggregate).translate();
        }
        if (plan instanceof Window window) {
            return new Windows(this, window).translate();
        }
        if (plan instanceof Sort || plan instanceof GlobalLimit || plan instanceof Offset) {
            return new Sorting(this).translate(plan);
        }
        if (plan instanceof Union || plan instanceof Expand) {
            return new Unions(this).translate(plan);
        }
        if (isPassedOver(plan)) {
            return translate(plan.children().head());
        }
        if (plan instanceof LeafNode) {
            return leaf(plan);
        }
        throw new Refusal("operator " + plan.nodeName());
    }

    /** What says how to compute and not what; a limit of each partition is followed by one of all. */
    private static boolean isPassedOver(LogicalPlan plan) {
        return plan instanceof LocalLimit
                || plan instanceof WindowGroupLimit
                || plan instanceof RebalancePartitions
                || plan instanceof RepartitionOperation;
    }

    private Relation leaf(LogicalPlan plan) throws Refusal {
        List<Attribute> attributes = ScalaLists.toJava(plan.output());
        if (plan instanceof OneRowRelation) {
            return Relation.unordered("SELECT 1 AS none", attributes);
        }
        if (plan instanceof LocalRelation local) {
            return LocalRows.of(local, names);
        }
        if (plan instanceof Range range) {
            return LocalRows.of(range, names, settings.maxRows());
        }
        List<String> columns = attributes.stream().map(Relation::column).toList();
        String from = leaves.from(plan, attributes, columns);
        return Relation.unordered(
                "SELECT " + String.join(", ", Relation.columns(attributes)) + " FROM " + from, attributes);
    }

    private Relation project(Project project) throws Refusal {
        Relation child = translate(project.child());
        Expressions in = Expressions.over(this, child);
        List<String> items = items(ScalaLists.toJava(project.projectList()), in);
        items.addAll(child.hidden());
        items = new ArrayList<>(new LinkedHashSet<>(items));
        // A key that is projected is in the list already; one that is not is hidden from now on.
        Relation projected = new Relation("", ScalaLists.toJava(project.output()), child.order(), "");
        for (String hidden : projected.hidden()) {
            if (!items.contains(hidden)) {
                items.add(hidden);
            }
        }
        String sql = "SELECT " + String.join(", ", items) + " FROM " + in.from(child.from(names.next("t")));
        return new Relation(sql, projected.output(), child.order(), "");
    }

    /** What is selected: one item for each expression, without repetitions. */
    List<String> items(List<NamedExpression> expressions, Expressions in) throws Refusal {
        Set<String> items = new LinkedHashSet<>();
        for (NamedExpression expression : expressions) {
            String column = Relation.column(expression.toAttribute());
            String sql = in.sql((Expression) expression);
            DuckTypes.of(((Expression) expression).dataType());
            items.add(sql.equals(column) ? column : sql + " AS " + column);
        }
        return items.isEmpty() ? new ArrayList<>(List.of("1 AS none")) : new ArrayList<>(items);
    }

    private Relation filter(Filter filter) throws Refusal {
        Relation child = translate(filter.child());
        Expressions in = Expressions.over(this, child);
        String condition = inOrder(Conditions.conjuncts(filter.condition()), in);
        List<String> items = new ArrayList<>(child.columns());
        items.addAll(child.hidden());
        String sql = "SELECT " + String.join(", ", items) + " FROM " + in.from(child.from(names.next("t"))) + " WHERE "
                + condition;
        return new Relation(sql, child.output(), child.order(), "");
    }

    /**
     * All of them. Spark asks one after the other, and DuckDB as it likes, with those first that files have statistics for: what
     * comes after one that may raise an error must not spare it a row.
     */
    private static String inOrder(List<Expression> conjuncts, Expressions in) throws Refusal {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < conjuncts.size(); i++) {
            String text = in.sql(conjuncts.get(i));
            boolean isLast = i == conjuncts.size() - 1;
            if (!isLast && !CertainExpressions.isCertainInFilter(conjuncts.get(i))) {
                String others = inOrder(conjuncts.subList(i + 1, conjuncts.size()), in);
                texts.add("CASE WHEN " + text + " THEN " + others + " ELSE false END");
                break;
            }
            texts.add(text);
        }
        return texts.size() == 1 ? texts.get(0) : "(" + String.join(" AND ", texts) + ")";
    }
}
