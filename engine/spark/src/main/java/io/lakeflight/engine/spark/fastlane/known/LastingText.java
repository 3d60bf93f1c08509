package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedHaving;
import org.apache.spark.sql.catalyst.analysis.UnresolvedInlineTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStarExceptOrReplace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedSubqueryColumnAliases;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.KnownNullable;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DataTypes;

/**
 * Whether a text means the same each time, as far as its parsed plan tells, if the names of relations in it do, which {@link
 * LastingNames} looks at: every function is one of Spark's own; and no constant is one of a moment, such as
 * {@code DATE 'today'} or {@code TIMESTAMP '10:30'}, which the parser makes a day of, after which nothing tells it from one that was written.
 *
 * <p>A plan with anything that is not listed here counts as one that may change; so do VALUES, which the parser evaluates, as
 * long as it does.
 */
final class LastingText implements PlanVisitor {
    private static final Set<Class<?>> NODES = Set.of(
            Aggregate.class,
            Distinct.class,
            Except.class,
            Filter.class,
            GlobalLimit.class,
            Intersect.class,
            Join.class,
            LocalLimit.class,
            Offset.class,
            OneRowRelation.class,
            Project.class,
            Sort.class,
            SubqueryAlias.class,
            Union.class,
            UnresolvedHaving.class,
            UnresolvedInlineTable.class,
            UnresolvedSubqueryColumnAliases.class);

    /** With its year, without which it would be a time of the day on which it is read. */
    private static final Pattern WRITTEN_TIME = Pattern.compile(
            "(date|timestamp|timestamp_ltz|timestamp_ntz)\\s*'\\s*[-+]?[0-9]{4,}(-[^']*)?'", Pattern.CASE_INSENSITIVE);

    private final List<List<String>> relations = new ArrayList<>();
    private final Set<String> common = new HashSet<>();
    private final Set<Expression> parameters = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The names of relations that were met, as they are written. */
    List<List<String>> relations() {
        return relations;
    }

    /** Whether a name is one that a WITH defines, anywhere in the text. */
    boolean isCommon(List<String> relation) {
        return relation.size() == 1 && common.contains(relation.get(0).toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean isRight(LogicalPlan node) {
        if (node instanceof UnresolvedRelation relation) {
            relations.add(ScalaLists.toJava(relation.multipartIdentifier()));
            return relation.options().isEmpty() && !relation.isStreaming();
        }
        if (node instanceof UnresolvedWith with) {
            ScalaLists.toJava(with.cteRelations())
                    .forEach(defined -> common.add(defined._1().toLowerCase(Locale.ROOT)));
            return !with.allowRecursion();
        }
        return NODES.contains(node.getClass());
    }

    @Override
    public boolean isRight(Expression expression) {
        if (expression instanceof UnresolvedFunction function) {
            return isBuiltIn(function);
        }
        if (expression instanceof KnownNullable parameter) {
            parameters.add(parameter.child());
        }
        if (expression instanceof Literal literal) {
            return isLasting(literal);
        }
        // What they hold is not among the expressions of a plan.
        return !(expression instanceof ExpressionWithUnresolvedIdentifier
                || expression instanceof UnresolvedStarExceptOrReplace);
    }

    private static boolean isBuiltIn(UnresolvedFunction function) {
        List<String> name = ScalaLists.toJava(function.nameParts());
        return function.isInternal()
                || (name.size() == 1 && FunctionRegistry.builtin().functionExists(new FunctionIdentifier(name.get(0))));
    }

    private boolean isLasting(Literal literal) {
        if (literal.dataType().equals(DataTypes.StringType)) {
            // A cast makes a time of it, some day.
            return literal.value() == null || !Moments.mayBeOne(literal.value().toString());
        }
        boolean isTime = literal.dataType().equals(DataTypes.DateType)
                || literal.dataType().equals(DataTypes.TimestampType)
                || literal.dataType().equals(DataTypes.TimestampNTZType);
        return !isTime
                || parameters.contains(literal)
                || WRITTEN_TIME.matcher(written(literal.origin())).matches();
    }

    /** As it stands in the text; empty if nothing tells. The parser counts characters where Java counts their halves. */
    private static String written(Origin origin) {
        if (origin.startIndex().isEmpty()
                || origin.stopIndex().isEmpty()
                || origin.sqlText().isEmpty()) {
            return "";
        }
        int[] sql = origin.sqlText().get().codePoints().toArray();
        int start = (Integer) origin.startIndex().get();
        int stop = (Integer) origin.stopIndex().get();
        return 0 <= start && start <= stop && stop < sql.length ? new String(sql, start, stop + 1 - start) : "";
    }
}
