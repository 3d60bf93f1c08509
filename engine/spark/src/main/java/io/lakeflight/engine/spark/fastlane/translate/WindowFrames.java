package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RangeFrame$;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;

/** Which rows around a row a window function sees. */
final class WindowFrames {
    /** The frame's SQL, or why there is none, which functions without a frame do not mind. */
    record Frame(String sql, String problem) {
        void check() throws Refusal {
            if (!problem.isEmpty()) {
                throw new Refusal(problem);
            }
        }
    }

    private WindowFrames() {}

    static Frame sql(WindowSpecDefinition spec) {
        if (!(spec.frameSpecification() instanceof SpecifiedWindowFrame frame)) {
            return new Frame("", "a window frame of another kind");
        }
        boolean isRange = frame.frameType() == RangeFrame$.MODULE$;
        String lower = bound(frame.lower(), isRange);
        String upper = bound(frame.upper(), isRange);
        if (lower.isEmpty() || upper.isEmpty()) {
            return new Frame("", isRange ? "a window of values" : "a window frame that is no constant");
        }
        return new Frame((isRange ? " RANGE" : " ROWS") + " BETWEEN " + lower + " AND " + upper, "");
    }

    private static String bound(Expression bound, boolean isRange) {
        if (bound == UnboundedPreceding$.MODULE$) {
            return "UNBOUNDED PRECEDING";
        }
        if (bound == UnboundedFollowing$.MODULE$) {
            return "UNBOUNDED FOLLOWING";
        }
        if (bound == CurrentRow$.MODULE$) {
            return "CURRENT ROW";
        }
        if (!isRange && bound instanceof Literal literal && literal.value() instanceof Integer rows) {
            return Math.abs((long) rows) + (rows < 0 ? " PRECEDING" : " FOLLOWING");
        }
        return "";
    }
}
