package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import java.time.Duration;
import java.util.Optional;

/** A system whose large answers are not kept to compare them: only their rows are counted. */
final class RowsOnly implements SystemUnderTest {
    private final SystemUnderTest system;

    RowsOnly(SystemUnderTest system) {
        this.system = system;
    }

    @Override
    public String name() {
        return system.name();
    }

    @Override
    public String description() {
        return system.description();
    }

    @Override
    public void use(String schema) {
        system.use(schema);
    }

    @Override
    public Timing run(String statement) {
        return system.run(statement);
    }

    @Override
    public Optional<Answer> answer(String statement) {
        return Optional.empty();
    }

    @Override
    public Duration processorTime() {
        return system.processorTime();
    }
}
