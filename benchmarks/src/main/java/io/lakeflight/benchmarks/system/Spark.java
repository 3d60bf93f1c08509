package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.ProcessorTime;
import io.lakeflight.benchmarks.subject.Share;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.BareSpark;
import java.time.Duration;
import java.util.Optional;

/** Spark in a process of its own: a statement takes until Spark's own program has all rows. */
final class Spark implements SystemUnderTest {
    private final BareSpark spark;
    private final Share share;

    Spark(BareSpark spark, Share share) {
        this.spark = spark;
        this.share = share;
    }

    /** Of a text among its answers. */
    static String unquoted(String text) {
        return text.substring(1, text.length() - 1);
    }

    /** The process, of which more than rows may be asked. */
    BareSpark process() {
        return spark;
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String description() {
        spark.restartIfEnded();
        String version = spark.query("SELECT version()").rows().get(0).get(0);
        return "Spark " + version.replaceAll("'| .*", "") + ", " + share.words()
                + ", default settings, rows collected in the process";
    }

    @Override
    public void use(String schema) {
        spark.restartIfEnded();
        spark.query("USE lake." + schema);
    }

    @Override
    public Timing run(String statement) {
        BareSpark.Timing timing = spark.run(statement);
        return new Timing(timing.nanos(), timing.count());
    }

    @Override
    public Optional<Answer> answer(String statement) {
        BareSpark.Answer answer = spark.query(statement);
        return Optional.of(new Answer(answer.names(), answer.types(), answer.rows()));
    }

    @Override
    public boolean isReference() {
        return true;
    }

    @Override
    public Duration processorTime() {
        return ProcessorTime.of(spark.process());
    }
}
