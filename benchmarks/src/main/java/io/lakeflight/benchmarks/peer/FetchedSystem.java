package io.lakeflight.benchmarks.peer;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.ProcessorTime;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.benchmarks.subject.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A product that was fetched, asked by its own client. */
public final class FetchedSystem implements SystemUnderTest, AutoCloseable {
    private final String name;
    private final String description;
    private final ClientProcess client;
    private final ProcessHandle worker;
    private final Dialect dialect;
    private final Consumer<String> prepare;
    private final Runnable end;

    /**
     * @param worker the process that does the work
     * @param prepare is told of a schema before it is used
     * @param end is run after the client is closed
     */
    FetchedSystem(
            String name,
            String description,
            ClientProcess client,
            ProcessHandle worker,
            Dialect dialect,
            Consumer<String> prepare,
            Runnable end) {
        this.name = name;
        this.description = description;
        this.client = client;
        this.worker = worker;
        this.dialect = dialect;
        this.prepare = prepare;
        this.end = end;
    }

    /** The same with answers that are too large to compare row by row. */
    public SystemUnderTest hashed() {
        return new Hashed(this);
    }

    private record Hashed(FetchedSystem original) implements Variant {
        @Override
        public Optional<Answer> answer(String statement) {
            List<List<String>> rows = original.client.hash(original.dialect.statement(statement));
            return Optional.of(new Answer(List.of(), List.of(), rows));
        }

        /** A sum is right to its last digit. */
        @Override
        public boolean answersAsSpark() {
            return true;
        }
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
        prepare.accept(schema);
        client.update(dialect.use(schema));
    }

    @Override
    public Timing run(String statement) {
        return client.run(dialect.statement(statement));
    }

    @Override
    public Optional<Answer> answer(String statement) {
        return Optional.of(new Answer(List.of(), List.of(), client.query(dialect.statement(statement))));
    }

    @Override
    public boolean answersAsSpark() {
        return false;
    }

    @Override
    public Duration processorTime() {
        return ProcessorTime.of(worker);
    }

    @Override
    public void close() {
        client.close();
        end.run();
    }
}
