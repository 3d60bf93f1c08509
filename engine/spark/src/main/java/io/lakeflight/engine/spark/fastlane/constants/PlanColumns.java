package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.fastlane.constants.Scope.Source;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** Follows the columns of an analysed plan from its tables upwards, and shows the conditions it meets on the way. */
final class PlanColumns {
    /** Is shown each condition, of WHERE, HAVING and ON. */
    interface Visitor {
        void condition(Expression condition, Scope scope) throws UnsureException;

        void table(DataSourceV2Relation relation);
    }

    private static final Set<Class<?>> PASSED_OVER = Set.of(
            Distinct.class,
            Filter.class,
            GlobalLimit.class,
            LocalLimit.class,
            Offset.class,
            Sort.class,
            SubqueryAlias.class);

    private final Visitor visitor;
    private final Map<Long, List<Source>> common = new HashMap<>();
    private final Map<Long, Long> same = new HashMap<>();

    PlanColumns(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Of attributes that are a column of a table as it is, that column. */
    Map<Long, Long> same() {
        return same;
    }

    Scope visit(LogicalPlan node) throws UnsureException {
        for (Expression expression : ScalaLists.toJava(node.expressions())) {
            if (expression.containsPattern(TreePattern.PLAN_EXPRESSION())) {
                throw new UnsureException("a subquery in an expression");
            }
        }
        Scope scope = byClass(node);
        scope.sources().forEach((id, source) -> {
            if (source.isSame()) {
                same.put(id, source.columns().iterator().next());
            }
        });
        return scope;
    }

    private Scope byClass(LogicalPlan node) throws UnsureException {
        if (node instanceof DataSourceV2Relation relation) {
            visitor.table(relation);
            Map<Long, Source> columns = new HashMap<>();
            ids(relation).forEach(id -> columns.put(id, Source.same(id)));
            return new Scope(columns);
        }
        if (node instanceof OneRowRelation) {
            return new Scope(Map.of());
        }
        if (node instanceof Project project) {
            return items(ScalaLists.toJava(project.projectList()), visit(project.child()));
        }
        if (node instanceof Aggregate aggregate) {
            return items(ScalaLists.toJava(aggregate.aggregateExpressions()), visit(aggregate.child()));
        }
        if (node instanceof Window window) {
            Scope child = visit(window.child());
            return child.and(items(ScalaLists.toJava(window.windowExpressions()), child));
        }
        if (node instanceof Join join) {
            Scope sides = visit(join.left()).and(visit(join.right()));
            if (join.condition().isDefined()) {
                visitor.condition(join.condition().get(), sides);
            }
            return sides;
        }
        return ofQueries(node);
    }

    private Scope ofQueries(LogicalPlan node) throws UnsureException {
        if (node instanceof Union union) {
            return union(union);
        }
        if (node instanceof WithCTE with) {
            for (CTERelationDef defined : ScalaLists.toJava(with.cteDefs())) {
                Scope scope = visit(defined.child());
                common.put(defined.id(), sources(defined.child(), scope));
            }
            return visit(with.plan());
        }
        if (node instanceof CTERelationRef reference) {
            return reference(reference);
        }
        if (!PASSED_OVER.contains(node.getClass())) {
            throw new UnsureException("operator " + node.nodeName());
        }
        Scope child = visit(node.children().head());
        if (node instanceof Filter filter) {
            visitor.condition(filter.condition(), child);
        }
        return child;
    }

    private static List<Long> ids(LogicalPlan node) {
        return ScalaLists.toJava(node.output()).stream()
                .map(attribute -> attribute.exprId().id())
                .toList();
    }

    private static List<Source> sources(LogicalPlan node, Scope scope) throws UnsureException {
        List<Source> sources = new ArrayList<>();
        for (Attribute attribute : ScalaLists.toJava(node.output())) {
            sources.add(scope.of(attribute));
        }
        return sources;
    }

    private static Scope items(List<NamedExpression> items, Scope child) throws UnsureException {
        Map<Long, Source> sources = new HashMap<>();
        for (NamedExpression item : items) {
            sources.put(item.exprId().id(), source(item, child));
        }
        return new Scope(sources);
    }

    private static Source source(NamedExpression item, Scope child) throws UnsureException {
        if (item instanceof Attribute attribute) {
            return child.of(attribute);
        }
        if (item instanceof Alias alias && plain(alias.child()) instanceof Attribute attribute) {
            return child.of(attribute);
        }
        if (item instanceof Alias alias && alias.child() instanceof AggregateExpression) {
            // Nothing is known of its values from those it is made of.
            return Source.same(alias.exprId().id());
        }
        return child.madeOf((Expression) item);
    }

    /** Without casts to the type that a value has: those that bring the columns of a view to its types, most of the time. */
    private static Expression plain(Expression expression) {
        return expression instanceof Cast cast
                        && cast.dataType().equals(cast.child().dataType())
                ? plain(cast.child())
                : expression;
    }

    /** Whose attributes are those of its first query: what is said of them is said of all queries' columns. */
    private Scope union(Union union) throws UnsureException {
        List<Long> ids = ids(union);
        List<Set<Long>> columns = new ArrayList<>();
        ids.forEach(id -> columns.add(new HashSet<>()));
        for (LogicalPlan child : ScalaLists.toJava(union.children())) {
            List<Source> sources = sources(child, visit(child));
            for (int i = 0; i < sources.size(); i++) {
                columns.get(i).addAll(sources.get(i).columns());
            }
        }
        Map<Long, Source> sources = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            sources.merge(ids.get(i), new Source(columns.get(i), false), PlanColumns::both);
        }
        return new Scope(sources);
    }

    private static Source both(Source one, Source other) {
        Set<Long> columns = new HashSet<>(one.columns());
        columns.addAll(other.columns());
        return new Source(columns, false);
    }

    private Scope reference(CTERelationRef reference) throws UnsureException {
        List<Source> defined = common.get(reference.cteId());
        List<Long> ids = ids(reference);
        if (defined == null || defined.size() != ids.size()) {
            throw new UnsureException("a WITH that is not above");
        }
        Map<Long, Source> sources = new HashMap<>();
        for (int i = 0; i < defined.size(); i++) {
            Source other = sources.put(ids.get(i), defined.get(i));
            if (other != null && !other.equals(defined.get(i))) {
                throw new UnsureException("two columns that are one");
            }
        }
        return new Scope(sources);
    }
}
