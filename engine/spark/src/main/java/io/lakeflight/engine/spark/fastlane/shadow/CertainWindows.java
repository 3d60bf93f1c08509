package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CumeDist;
import org.apache.spark.sql.catalyst.expressions.DenseRank;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PercentRank;
import org.apache.spark.sql.catalyst.expressions.RangeFrame$;
import org.apache.spark.sql.catalyst.expressions.Rank;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.WindowGroupLimit;

/** Which functions of windows do not depend on the order of rows that come in the same place. */
final class CertainWindows {
    private CertainWindows() {}

    /** Whether it leaves out the same rows whoever executes it. */
    static boolean isTold(WindowGroupLimit limit) {
        Expression function = limit.rankLikeFunction();
        return function instanceof Rank || function instanceof DenseRank;
    }

    /** @param columns of the rows that the window is over */
    static boolean isTold(Expression expression, Set<ExprId> columns) {
        boolean isWindow = expression instanceof WindowExpression;
        return (!isWindow || isTold((WindowExpression) expression, columns))
                && ScalaLists.toJava(expression.children()).stream().allMatch(child -> isTold(child, columns));
    }

    private static boolean isTold(WindowExpression window, Set<ExprId> columns) {
        Expression function = window.windowFunction();
        return function instanceof Rank
                || function instanceof DenseRank
                || function instanceof PercentRank
                || function instanceof CumeDist
                || (function instanceof AggregateExpression && hasAllOfAPlace(window.windowSpec()))
                || isTotal(window.windowSpec(), columns);
    }

    /** Whether of rows in the same place all are in the frame, or none. */
    private static boolean hasAllOfAPlace(WindowSpecDefinition spec) {
        return spec.frameSpecification() instanceof SpecifiedWindowFrame frame
                && (frame.frameType() == RangeFrame$.MODULE$
                        || (frame.lower() == UnboundedPreceding$.MODULE$
                                && frame.upper() == UnboundedFollowing$.MODULE$));
    }

    /** Whether rows in the same place are equal, so that nobody can tell one from another. */
    private static boolean isTotal(WindowSpecDefinition spec, Set<ExprId> columns) {
        Set<ExprId> keys = new HashSet<>();
        List<Expression> partition = ScalaLists.toJava(spec.partitionSpec());
        List<SortOrder> order = ScalaLists.toJava(spec.orderSpec());
        partition.forEach(key -> add(key, keys));
        order.forEach(key -> add(key.child(), keys));
        return keys.containsAll(columns);
    }

    private static void add(Expression key, Set<ExprId> keys) {
        if (key instanceof Attribute attribute) {
            keys.add(attribute.exprId());
        }
    }
}
