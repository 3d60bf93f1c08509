package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Variant;
import io.lakeflight.testing.BareSpark;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        spark.use(name);
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

    /** What its statements are answered one by one. */
    @Override
    public Optional<Answer> answer(String text) {
        Map<String, Answer> answers = Burst.of(text).statements().stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), statement -> spark.answer(statement)
                        .orElseThrow()));
        return Optional.of(Burst.answer(answers));
    }
}
