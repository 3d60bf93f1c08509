package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.ProcessorTime;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.server.Version;
import java.time.Duration;
import java.util.Optional;

/** Reading a text as the server does to route it. */
final class Reader implements SystemUnderTest {
    private String schema = "default";

    @Override
    public String name() {
        return "lakeflight";
    }

    @Override
    public String description() {
        return "Lakeflight " + Version.current() + ", StatementReader: parsed and summed up, not yet resolved";
    }

    @Override
    public void use(String name) {
        schema = name;
    }

    /** Fails if the text cannot be read: that would be quick, too. */
    @Override
    public Timing run(String statement) {
        long begun = System.nanoTime();
        StatementSummary summary = StatementReader.read(statement);
        long nanos = System.nanoTime() - begun;
        summary.opaque().ifPresent(reason -> {
            throw new IllegalArgumentException("It is not read: " + reason);
        });
        return new Timing(nanos, 0);
    }

    @Override
    public Optional<Answer> answer(String statement) {
        return Optional.of(TablesRead.named(StatementReader.read(statement).reads().stream(), schema));
    }

    @Override
    public Duration processorTime() {
        return ProcessorTime.of(ProcessHandle.current());
    }
}
