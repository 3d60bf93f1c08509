package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Variant;
import io.lakeflight.testing.BareSpark;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One Spark with a session for each of many threads; a statement is a {@link Burst}. */
final class SparkClients implements Variant {
    private final Spark spark;
    private String schema = "default";

    SparkClients(Spark spark) {
        this.spark = spark;
    }

    @Override
    public Spark original() {
        return spark;
    }

    @Override
    public String description() {
        return spark.description() + ", by threads with a session each";
    }

    @Override
    public void use(String name) {
        spark.process().restartIfEnded();
        schema = name;
    }

    @Override
    public Timing run(String text) {
        Burst burst = Burst.of(text);
        BareSpark.Timing timing =
                spark.process().burst(burst.clients(), burst.heavy().orElse(null), schema, burst.statements());
        List<Long> each = Objects.requireNonNull(timing.each());
        return BurstTimes.timing(timing.nanos(), timing.count(), each);
    }

    @Override
    public Optional<Answer> answer(String statement) {
        return Optional.empty();
    }
}
