package io.lakeflight.benchmarks.subject;

import java.time.Duration;
import java.util.Optional;

/** A system that is asked something else, or in another way; what a variant does not say itself, the original says. */
public interface Variant extends SystemUnderTest {
    SystemUnderTest original();

    @Override
    default String name() {
        return original().name();
    }

    @Override
    default String description() {
        return original().description();
    }

    @Override
    default void use(String schema) {
        original().use(schema);
    }

    @Override
    default Timing run(String statement) {
        return original().run(statement);
    }

    @Override
    default Optional<Answer> answer(String statement) {
        return original().answer(statement);
    }

    @Override
    default Duration processorTime() {
        return original().processorTime();
    }

    @Override
    default boolean isReference() {
        return original().isReference();
    }

    @Override
    default boolean answersAsSpark() {
        return original().answersAsSpark();
    }
}
