package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Figure;
import io.lakeflight.benchmarks.subject.ProcessorTime;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A system that is started for each statement, and stopped after it; its start is what takes long. */
final class Starts implements SystemUnderTest {
    private final String name;
    private final String description;
    private final Supplier<Started> start;
    private Duration processorTime = Duration.ZERO;

    /** One that runs. */
    interface Started extends AutoCloseable {
        /** What statements are sent to. */
        SystemUnderTest system();

        ProcessHandle process();

        @Override
        void close();
    }

    Starts(String name, String description, Supplier<Started> start) {
        this.name = name;
        this.description = description;
        this.start = start;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void use(String schema) {
        // Nothing runs yet.
    }

    @Override
    public Timing run(String statement) {
        long begun = System.nanoTime();
        try (Started started = start.get()) {
            long rows = started.system().run(statement).rows();
            long nanos = System.nanoTime() - begun;
            processorTime = processorTime.plus(ProcessorTime.ofAll(started.process()));
            long bytes = Memory.atRest(started.process());
            return new Timing(nanos, rows, List.of(new Part("memory at rest", Figure.MEMORY, bytes)));
        }
    }

    @Override
    public Optional<Answer> answer(String statement) {
        try (Started started = start.get()) {
            return started.system().answer(statement);
        }
    }

    @Override
    public boolean isReference() {
        return name.equals("spark");
    }

    @Override
    public Duration processorTime() {
        return processorTime;
    }
}
