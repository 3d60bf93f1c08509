package io.lakeflight.catalog.statistics;

import java.util.Collection;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.BoundPredicate;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expression.Operation;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.NamedReference;
import org.apache.iceberg.expressions.UnboundPredicate;
import org.apache.iceberg.expressions.UnboundTransform;
import org.apache.iceberg.types.Types;

/** The margins of a filter that is one predicate. */
final class PredicateMargins {
    private final Schema schema;
    private final boolean caseSensitive;

    PredicateMargins(Schema schema, boolean caseSensitive) {
        this.schema = schema;
        this.caseSensitive = caseSensitive;
    }

    FilterMargins of(UnboundPredicate<?> predicate) {
        Expression bound = predicate.bind(schema.asStruct(), caseSensitive);
        String name = predicate.ref().name();
        Types.NestedField field = caseSensitive ? schema.findField(name) : schema.caseInsensitiveFindField(name);
        FilterMargins margins = predicate.term() instanceof NamedReference
                ? ofColumn(predicate, bound, field)
                : ofTransform(predicate, field);
        return schema.asStruct().field(field.fieldId()) == null ? nested(predicate.op(), margins) : margins;
    }

    /** Whether a field is null where its struct is, is counted by some writers and not by others. */
    private static FilterMargins nested(Operation operation, FilterMargins margins) {
        return operation == Operation.IS_NULL
                ? FilterMargins.ANYTHING
                : new FilterMargins(margins.may(), Expressions.alwaysFalse());
    }

    private static FilterMargins ofTransform(UnboundPredicate<?> predicate, Types.NestedField field) {
        boolean isKnown = predicate.term() instanceof UnboundTransform<?, ?> term
                && !term.transform().isIdentity();
        return switch (field.type().typeId()) {
            case FLOAT, DOUBLE -> FilterMargins.ANYTHING;
            default -> isKnown ? ofNonNull(predicate, predicate) : FilterMargins.ANYTHING;
        };
    }

    private static FilterMargins ofColumn(UnboundPredicate<?> predicate, Expression bound, Types.NestedField field) {
        return switch (predicate.op()) {
            case IS_NULL, NOT_NULL, IS_NAN -> new FilterMargins(predicate, predicate);
            case NOT_NAN -> ofNonNull(predicate, predicate);
            default ->
                switch (field.type().typeId()) {
                    case FLOAT, DOUBLE -> ofFloating(predicate, bound);
                    case UUID -> ofUuid(predicate);
                    default -> ofNonNull(predicate, predicate);
                };
        };
    }

    /** SQL's comparisons hold for no null, while Iceberg's may. */
    private static FilterMargins ofNonNull(Expression may, UnboundPredicate<?> must) {
        return new FilterMargins(may, Expressions.and(must, nonNull(must)));
    }

    /** Equality is the same in any order. */
    private static FilterMargins ofUuid(UnboundPredicate<?> predicate) {
        Expression may = Expressions.or(predicate, nonNull(predicate));
        boolean isEquality = predicate.op() == Operation.EQ || predicate.op() == Operation.IN;
        return isEquality ? ofNonNull(may, predicate) : new FilterMargins(may, Expressions.alwaysFalse());
    }

    private static FilterMargins ofFloating(UnboundPredicate<?> predicate, Expression bound) {
        if (!(bound instanceof BoundPredicate<?> known)) {
            // The literal is beyond the type's range, for which infinity is not less or greater than it should be.
            return new FilterMargins(nonNull(predicate), Expressions.alwaysFalse());
        }
        FilterMargins signs = hasZero(known) ? ofZero(predicate, known.op()) : new FilterMargins(predicate, predicate);
        String name = predicate.ref().name();
        Expression may =
                switch (known.op()) {
                    case GT, GT_EQ, NOT_EQ, NOT_IN -> Expressions.or(signs.may(), Expressions.isNaN(name));
                    default -> signs.may();
                };
        return new FilterMargins(may, Expressions.and(signs.must(), nonNull(predicate), Expressions.notNaN(name)));
    }

    private static boolean hasZero(BoundPredicate<?> predicate) {
        Collection<?> literals = predicate.isSetPredicate()
                ? predicate.asSetPredicate().literalSet()
                : List.of(predicate.asLiteralPredicate().literal().value());
        return literals.stream().anyMatch(literal -> ((Number) literal).doubleValue() == 0.0);
    }

    /** In SQL both zeros are equal. */
    private static FilterMargins ofZero(UnboundPredicate<?> predicate, Operation operation) {
        String name = predicate.ref().name();
        Expression isZero = Expressions.in(name, -0.0, 0.0);
        Expression isNotZero = Expressions.notIn(name, -0.0, 0.0);
        return switch (operation) {
            case LT -> new FilterMargins(Expressions.lessThan(name, 0.0), Expressions.lessThan(name, -0.0));
            case LT_EQ ->
                new FilterMargins(Expressions.lessThanOrEqual(name, 0.0), Expressions.lessThanOrEqual(name, -0.0));
            case GT -> new FilterMargins(Expressions.greaterThan(name, -0.0), Expressions.greaterThan(name, 0.0));
            case GT_EQ ->
                new FilterMargins(
                        Expressions.greaterThanOrEqual(name, -0.0), Expressions.greaterThanOrEqual(name, 0.0));
            case EQ, IN -> new FilterMargins(Expressions.or(predicate, isZero), predicate);
            case NOT_EQ, NOT_IN -> new FilterMargins(predicate, Expressions.and(predicate, isNotZero));
            default -> throw new IllegalArgumentException("No comparison of numbers: " + predicate);
        };
    }

    private static Expression nonNull(UnboundPredicate<?> predicate) {
        return Expressions.notNull(predicate.ref().name());
    }
}
