package io.lakeflight.engine.spark.fastlane.translate;

import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;

/**
 * How an aggregate is said in DuckDB's SQL: calls that become columns, and what is made of these afterwards.
 *
 * @param type the class of function, exactly
 * @param name what it is, with its types, for tests and people
 * @param accepts which functions of the class it is for
 */
record AggregateRule<F extends AggregateFunction>(Class<F> type, String name, Predicate<F> accepts, Text<F> text) {
    /** Writes an accepted function. */
    @FunctionalInterface
    interface Text<F extends AggregateFunction> {
        String of(F function, Calls calls) throws Refusal;
    }

    boolean isFor(AggregateFunction function) {
        return function.getClass() == type && accepts.test(type.cast(function));
    }

    String sql(AggregateFunction function, Calls calls) throws Refusal {
        return text.of(type.cast(function), calls);
    }
}
