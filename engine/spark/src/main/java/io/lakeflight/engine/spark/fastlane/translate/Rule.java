package io.lakeflight.engine.spark.fastlane.translate;

import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * How one kind of expression is said in DuckDB's SQL.
 *
 * @param type the class of expression, exactly
 * @param name what it is, with its types, for tests and people
 * @param edges what it is proven over
 * @param accepts which expressions of the class it is for: types, constants, modes
 */
record Rule<E extends Expression>(Class<E> type, String name, Edges edges, Predicate<E> accepts, Text<E> text) {
    /** Writes an accepted expression. */
    @FunctionalInterface
    interface Text<E extends Expression> {
        String of(E expression, Operands in) throws Refusal;
    }

    boolean isFor(Expression expression) {
        return expression.getClass() == type && accepts.test(type.cast(expression));
    }

    String sql(Expression expression, Operands in) throws Refusal {
        return text.of(type.cast(expression), in);
    }
}
