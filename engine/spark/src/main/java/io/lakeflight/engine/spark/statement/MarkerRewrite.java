package io.lakeflight.engine.spark.statement;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.PosParameter;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.SupervisingCommand;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Option;
import scala.Tuple3;

/** Replaces the "?" markers of a parsed plan, wherever in it they stand. */
final class MarkerRewrite {
    private final Replacement replacement;

    /** What takes the place of a marker. */
    interface Replacement {
        /** @param count whether the marker is the operand of LIMIT or OFFSET */
        Expression replace(PosParameter marker, boolean count);
    }

    MarkerRewrite(Replacement replacement) {
        this.replacement = replacement;
    }

    LogicalPlan rewrite(LogicalPlan plan) {
        if (plan instanceof SupervisingCommand command) {
            return command.withTransformedSupervisedPlan(this::rewrite);
        }
        if (plan instanceof UnresolvedWith with) {
            return rewriteWith(with);
        }
        boolean count = plan instanceof GlobalLimit || plan instanceof LocalLimit || plan instanceof Offset;
        LogicalPlan rewritten = plan.mapChildren(this::rewrite);
        return rewritten.mapExpressions(expression -> rewrite(expression, count));
    }

    private LogicalPlan rewriteWith(UnresolvedWith with) {
        Function<Tuple3<String, SubqueryAlias, Option<Object>>, Tuple3<String, SubqueryAlias, Option<Object>>> inside =
                relation -> new Tuple3<>(relation._1(), (SubqueryAlias) rewrite(relation._2()), relation._3());
        List<Tuple3<String, SubqueryAlias, Option<Object>>> relations =
                ScalaLists.toJava(with.cteRelations()).stream().map(inside).collect(Collectors.toList());
        return with.copy(rewrite(with.child()), ScalaLists.from(relations), with.allowRecursion());
    }

    Expression rewrite(Expression expression, boolean count) {
        if (expression instanceof PosParameter marker) {
            return replacement.replace(marker, count);
        }
        Expression rewritten = expression.mapChildren(child -> rewrite(child, false));
        return rewritten instanceof SubqueryExpression subquery
                ? subquery.withNewPlan(rewrite(subquery.plan()))
                : rewritten;
    }
}
