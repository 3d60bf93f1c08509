package io.lakeflight.engine.spark.fastlane.translate;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.CumeDist;
import org.apache.spark.sql.catalyst.expressions.DenseRank;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Lag;
import org.apache.spark.sql.catalyst.expressions.Lead;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NTile;
import org.apache.spark.sql.catalyst.expressions.NthValue;
import org.apache.spark.sql.catalyst.expressions.PercentRank;
import org.apache.spark.sql.catalyst.expressions.Rank;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;

/** Functions of windows only. */
final class WindowRules {
    static final Map<Class<? extends Expression>, String> RANKS = Map.of(
            Rank.class, "rank",
            DenseRank.class, "dense_rank",
            RowNumber.class, "row_number",
            PercentRank.class, "percent_rank",
            CumeDist.class, "cume_dist");

    private WindowRules() {}

    static String sql(Expression function, Windows.Over over) throws Refusal {
        String rank = RANKS.get(function.getClass());
        if (rank != null) {
            return Texts.cast(over.callOfPartition(rank, ""), function.dataType());
        }
        if (function instanceof NTile tile
                && tile.buckets() instanceof Literal literal
                && literal.value() instanceof Integer) {
            return Texts.cast(over.callOfPartition("ntile", literal.value().toString()), function.dataType());
        }
        if (function instanceof Lag lag && !lag.ignoreNulls()) {
            return neighbour("lag", function, lag.inputOffset(), lag.third(), over);
        }
        if (function instanceof Lead lead && !lead.ignoreNulls()) {
            return neighbour("lead", function, lead.offset(), lead.third(), over);
        }
        if (function instanceof NthValue nth
                && !nth.ignoreNulls()
                && nth.offset() instanceof Literal literal
                && literal.value() instanceof Integer) {
            over.checkFrame();
            return over.call("nth_value", over.argument(nth.input()) + ", " + literal.value());
        }
        throw new Refusal("window function " + function.prettyName());
    }

    /** The value of the first or the last row of the frame, if the function asks for that. */
    static Optional<String> outermost(AggregateFunction function, WindowSpecDefinition spec, Windows.Over over)
            throws Refusal {
        boolean isOrdered = !spec.orderSpec().isEmpty();
        if (isOrdered && function instanceof First first && !first.ignoreNulls()) {
            return Optional.of(over.call("first_value", over.argument(first.child())));
        }
        return isOrdered && function instanceof Last last && !last.ignoreNulls()
                ? Optional.of(over.call("last_value", over.argument(last.child())))
                : Optional.empty();
    }

    private static String neighbour(
            String name, Expression function, Expression offset, Expression otherwise, Windows.Over over)
            throws Refusal {
        if (!(offset instanceof Literal literal) || !(literal.value() instanceof Integer)) {
            throw new Refusal(name + " by no constant");
        }
        boolean isNothing = otherwise instanceof Literal constant && constant.value() == null;
        if (!isNothing && !otherwise.dataType().equals(function.dataType())) {
            throw new Refusal(name + " of several types");
        }
        Expression input = function.children().head();
        String arguments =
                over.argument(input) + ", " + literal.value() + (isNothing ? "" : ", " + over.argument(otherwise));
        return over.callOfPartition(name, arguments);
    }
}
