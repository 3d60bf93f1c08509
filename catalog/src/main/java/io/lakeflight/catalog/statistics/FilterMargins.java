package io.lakeflight.catalog.statistics;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.And;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ExpressionVisitors;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Not;
import org.apache.iceberg.expressions.Or;
import org.apache.iceberg.expressions.UnboundPredicate;

/**
 * A filter that at least holds for all rows that SQL's would hold for, and one that holds for no other row.
 *
 * <p>Iceberg takes null for the least value in some places, cannot tell by bounds whether there is a NaN, has -0.0 before
 * 0.0, and compares UUIDs as no storage does. What it concludes from the one filter or the other is right by any reading.
 *
 * @param may for leaving files out: what cannot match this cannot match the filter
 * @param must for taking files in: what surely matches this surely matches the filter
 */
record FilterMargins(Expression may, Expression must) {
    static final FilterMargins ALL = new FilterMargins(Expressions.alwaysTrue(), Expressions.alwaysTrue());
    static final FilterMargins NOTHING = new FilterMargins(Expressions.alwaysFalse(), Expressions.alwaysFalse());
    static final FilterMargins ANYTHING = new FilterMargins(Expressions.alwaysTrue(), Expressions.alwaysFalse());

    /** Deeper ones would take more stack than a thread has. */
    private static final int DEEPEST = 500;

    /** @throws org.apache.iceberg.exceptions.ValidationException if the filter does not fit the schema */
    static FilterMargins of(Schema schema, Expression filter, boolean caseSensitive) {
        return isDeep(filter)
                ? ANYTHING
                : ExpressionVisitors.visit(Expressions.rewriteNot(filter), new Visitor(schema, caseSensitive));
    }

    private static boolean isDeep(Expression filter) {
        List<Expression> level = List.of(filter);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > DEEPEST) {
                return true;
            }
            List<Expression> next = new ArrayList<>();
            for (Expression expression : level) {
                if (expression instanceof And and) {
                    next.add(and.left());
                    next.add(and.right());
                } else if (expression instanceof Or or) {
                    next.add(or.left());
                    next.add(or.right());
                } else if (expression instanceof Not not) {
                    next.add(not.child());
                }
            }
            level = next;
        }
        return false;
    }

    boolean isAll() {
        return must.op() == Expression.Operation.TRUE;
    }

    private static final class Visitor extends ExpressionVisitors.ExpressionVisitor<FilterMargins> {
        private final Schema schema;
        private final boolean caseSensitive;

        private Visitor(Schema schema, boolean caseSensitive) {
            this.schema = schema;
            this.caseSensitive = caseSensitive;
        }

        @Override
        public FilterMargins alwaysTrue() {
            return ALL;
        }

        @Override
        public FilterMargins alwaysFalse() {
            return NOTHING;
        }

        @Override
        public FilterMargins and(FilterMargins left, FilterMargins right) {
            return new FilterMargins(Expressions.and(left.may, right.may), Expressions.and(left.must, right.must));
        }

        @Override
        public FilterMargins or(FilterMargins left, FilterMargins right) {
            return new FilterMargins(Expressions.or(left.may, right.may), Expressions.or(left.must, right.must));
        }

        @Override
        public <T> FilterMargins predicate(UnboundPredicate<T> predicate) {
            return new PredicateMargins(schema, caseSensitive).of(predicate);
        }
    }
}
