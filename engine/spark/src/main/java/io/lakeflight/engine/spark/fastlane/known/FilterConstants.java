package io.lakeflight.engine.spark.fastlane.known;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ExpressionVisitors;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.expressions.NamedReference;
import org.apache.iceberg.expressions.UnboundPredicate;

/** Puts other constants into a filter of Iceberg's that is not bound to a schema yet. */
final class FilterConstants extends ExpressionVisitors.ExpressionVisitor<Expression> {
    private final Replacement replacement;

    /** What a column is to be compared with instead of a value. */
    interface Replacement {
        Object of(String column, Object value);
    }

    private FilterConstants(Replacement replacement) {
        this.replacement = replacement;
    }

    static Expression replaced(Expression filter, Replacement replacement) {
        return ExpressionVisitors.visit(filter, new FilterConstants(replacement));
    }

    @Override
    public Expression alwaysTrue() {
        return Expressions.alwaysTrue();
    }

    @Override
    public Expression alwaysFalse() {
        return Expressions.alwaysFalse();
    }

    @Override
    public Expression not(Expression result) {
        return Expressions.not(result);
    }

    @Override
    public Expression and(Expression left, Expression right) {
        return Expressions.and(left, right);
    }

    @Override
    public Expression or(Expression left, Expression right) {
        return Expressions.or(left, right);
    }

    @Override
    public <T> Expression predicate(UnboundPredicate<T> predicate) {
        List<Literal<T>> literals = predicate.literals();
        if (literals == null || literals.isEmpty() || !(predicate.term() instanceof NamedReference<?> column)) {
            return predicate;
        }
        List<Object> values = literals.stream()
                .map(literal -> replacement.of(column.name(), literal.value()))
                .collect(Collectors.toList());
        return switch (predicate.op()) {
            case IN, NOT_IN -> Expressions.predicate(predicate.op(), column.name(), values);
            default -> Expressions.predicate(predicate.op(), column.name(), values.get(0));
        };
    }
}
