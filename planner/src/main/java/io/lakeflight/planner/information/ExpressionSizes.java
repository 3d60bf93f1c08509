package io.lakeflight.planner.information;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * How long the expressions of a plan are once each is written out in terms of the tables' columns, as the planner does:
 * a column that is used twice, in one that is used twice, and so on, grows beyond all measure.
 */
final class ExpressionSizes {
    private static final long MOST = 20_000;

    private ExpressionSizes() {}

    /** @throws InformationException if one is too long */
    static void requireBounded(RelNode plan) {
        outputs(plan);
    }

    /** The size of each column. */
    private static long[] outputs(RelNode node) {
        long[] inputs = node.getInputs().stream()
                .flatMapToLong(input -> LongStream.of(outputs(input)))
                .toArray();
        if (node instanceof Project project) {
            return project.getProjects().stream()
                    .mapToLong(expression -> size(expression, inputs))
                    .toArray();
        }
        if (node instanceof Filter filter) {
            size(filter.getCondition(), inputs);
            return inputs;
        }
        if (node instanceof Join join) {
            size(join.getCondition(), inputs);
        }
        int columns = node.getRowType().getFieldCount();
        return node instanceof Sort || node instanceof Join ? Arrays.copyOf(inputs, columns) : ones(columns);
    }

    private static long[] ones(int columns) {
        long[] sizes = new long[columns];
        Arrays.fill(sizes, 1);
        return sizes;
    }

    private static long size(RexNode expression, long[] inputs) {
        Counter counter = new Counter(inputs);
        expression.accept(counter);
        return Math.max(1, counter.size);
    }

    private static final class Counter extends RexVisitorImpl<Void> {
        private final long[] inputs;
        private long size;

        private Counter(long[] inputs) {
            super(true);
            this.inputs = inputs;
        }

        private void add(long more) {
            size += more;
            if (size > MOST) {
                throw new InformationException(
                        InformationException.Reason.TOO_LARGE,
                        "An expression of the query of information_schema is too long (expected: at most %s parts, counting each wherever its name is used)"
                                .formatted(MOST));
            }
        }

        @Override
        public Void visitInputRef(RexInputRef column) {
            add(inputs[column.getIndex()]);
            return null;
        }

        @Override
        public Void visitCall(RexCall call) {
            add(1);
            return super.visitCall(call);
        }

        @Override
        public Void visitOver(RexOver over) {
            add(1);
            return super.visitOver(over);
        }

        @Override
        public Void visitSubQuery(RexSubQuery query) {
            add(1);
            outputs(query.rel);
            return super.visitSubQuery(query);
        }
    }
}
