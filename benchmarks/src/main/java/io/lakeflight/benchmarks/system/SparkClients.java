package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.BareSpark;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One Spark with a session for each of many threads; a statement is a {@link Burst}. */
final class SparkClients implements SystemUnderTest {
    private final SystemUnderTest spark;
    private final BareSpark process;
    private String schema = "default";

    SparkClients(SystemUnderTest spark, BareSpark process) {
        this.spark = spark;
        this.process = process;
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String description() {
        return spark.description() + ", by threads with a session each";
    }

    @Override
    public void use(String name) {
        process.restartIfEnded();
        schema = name;
    }

    @Override
    public Timing run(String text) {
        Burst burst = Burst.of(text);
        BareSpark.Timing timing =
                process.burst(burst.clients(), burst.heavy().orElse(null), schema, burst.statements());
        List<Long> each = Objects.requireNonNull(timing.each());
        return BurstTimes.timing(timing.nanos(), timing.count(), each);
    }

    @Override
    public Optional<Answer> answer(String statement) {
        return Optional.empty();
    }

    @Override
    public boolean isReference() {
        return true;
    }

    @Override
    public Duration processorTime() {
        return spark.processorTime();
    }
}
