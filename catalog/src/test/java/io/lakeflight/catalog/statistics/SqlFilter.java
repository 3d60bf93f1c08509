package io.lakeflight.catalog.statistics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.BoundPredicate;
import org.apache.iceberg.expressions.BoundTerm;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ExpressionVisitors;
import org.apache.iceberg.expressions.NamedReference;
import org.apache.iceberg.expressions.UnboundPredicate;
import org.apache.iceberg.types.Comparators;

/**
 * A filter as SQL evaluates it on a row, written apart from the code under test: comparisons with null are unknown, NaN is
 * the greatest number, zeros are equal, text is compared by code points.
 */
final class SqlFilter {
    private enum Truth {
        TRUE,
        FALSE,
        UNKNOWN;

        Truth negate() {
            return this == UNKNOWN ? UNKNOWN : of(this == FALSE);
        }

        static Truth of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    private final Schema schema;
    private final Expression filter;

    SqlFilter(Schema schema, Expression filter) {
        this.schema = schema;
        this.filter = filter;
    }

    List<Record> matching(List<Record> rows) {
        return rows.stream()
                .filter(row -> ExpressionVisitors.visit(filter, new OfRow(internal(schema, row))) == Truth.TRUE)
                .toList();
    }

    /** The value of a column in a row, as bounds have it; null also where its struct is. */
    static Object value(Schema schema, Record row, int id) {
        Object value = schema.accessorForField(id).get(internal(schema, row));
        return value instanceof CharSequence text ? text.toString() : value;
    }

    private static StructLike internal(Schema schema, Record row) {
        return new InternalRecordWrapper(schema.asStruct()).wrap(row);
    }

    /** The order of SQL. */
    static int compare(Object one, Object other) {
        if (one instanceof Float || one instanceof Double) {
            double left = ((Number) one).doubleValue() + 0.0;
            double right = ((Number) other).doubleValue() + 0.0;
            return Double.compare(left, right);
        }
        if (one instanceof CharSequence) {
            int[] left = one.toString().codePoints().toArray();
            int[] right = other.toString().codePoints().toArray();
            return Arrays.compare(left, right);
        }
        if (one instanceof UUID) {
            return one.toString().compareTo(other.toString());
        }
        if (one instanceof ByteBuffer bytes) {
            return Comparators.unsignedBytes().compare(bytes, (ByteBuffer) other);
        }
        @SuppressWarnings("unchecked")
        Comparable<Object> left = (Comparable<Object>) one;
        return left.compareTo(other);
    }

    static Comparator<Object> order() {
        return SqlFilter::compare;
    }

    static boolean isNan(Object value) {
        return value instanceof Number number && Double.isNaN(number.doubleValue());
    }

    private final class OfRow extends ExpressionVisitors.ExpressionVisitor<Truth> {
        private final StructLike row;

        private OfRow(StructLike row) {
            this.row = row;
        }

        @Override
        public Truth alwaysTrue() {
            return Truth.TRUE;
        }

        @Override
        public Truth alwaysFalse() {
            return Truth.FALSE;
        }

        @Override
        public Truth not(Truth result) {
            return result.negate();
        }

        @Override
        public Truth and(Truth left, Truth right) {
            if (left == Truth.FALSE || right == Truth.FALSE) {
                return Truth.FALSE;
            }
            return left == Truth.TRUE ? right : Truth.UNKNOWN;
        }

        @Override
        public Truth or(Truth left, Truth right) {
            return and(left.negate(), right.negate()).negate();
        }

        @Override
        public <T> Truth predicate(UnboundPredicate<T> predicate) {
            int id = schema.findField(predicate.ref().name()).fieldId();
            Object value = predicate.term() instanceof NamedReference
                    ? schema.accessorForField(id).get(row)
                    : ((BoundTerm<?>) bound(predicate).term()).eval(row);
            return switch (predicate.op()) {
                case IS_NULL -> Truth.of(value == null);
                case NOT_NULL -> Truth.of(value != null);
                case IS_NAN -> Truth.of(isNan(value));
                case NOT_NAN -> Truth.of(!isNan(value));
                default -> value == null ? Truth.UNKNOWN : Truth.of(compare(predicate, value));
            };
        }

        private boolean compare(UnboundPredicate<?> predicate, Object value) {
            Collection<?> literals = literals(predicate);
            Object literal = literals.isEmpty() ? null : literals.iterator().next();
            return switch (predicate.op()) {
                case LT -> SqlFilter.compare(value, literal) < 0;
                case LT_EQ -> SqlFilter.compare(value, literal) <= 0;
                case GT -> SqlFilter.compare(value, literal) > 0;
                case GT_EQ -> SqlFilter.compare(value, literal) >= 0;
                case EQ, IN -> isIn(value, literals);
                case NOT_EQ, NOT_IN -> !isIn(value, literals);
                case STARTS_WITH -> value.toString().startsWith(String.valueOf(literal));
                case NOT_STARTS_WITH -> !value.toString().startsWith(String.valueOf(literal));
                default -> throw new IllegalArgumentException(predicate.toString());
            };
        }

        private static boolean isIn(Object value, Collection<?> literals) {
            return literals.stream().anyMatch(literal -> SqlFilter.compare(value, literal) == 0);
        }

        /** As the column's type. */
        private Collection<?> literals(UnboundPredicate<?> predicate) {
            if (predicate.literals() == null || predicate.literals().isEmpty()) {
                return List.of();
            }
            BoundPredicate<?> bound = bound(predicate);
            return bound.isSetPredicate()
                    ? bound.asSetPredicate().literalSet()
                    : List.of(Objects.requireNonNull(
                            bound.asLiteralPredicate().literal().value()));
        }

        private BoundPredicate<?> bound(UnboundPredicate<?> predicate) {
            Expression bound = predicate.bind(schema.asStruct(), true);
            if (bound instanceof BoundPredicate<?> known) {
                return known;
            }
            throw new IllegalArgumentException("The test's literal is out of range: " + predicate);
        }
    }
}
