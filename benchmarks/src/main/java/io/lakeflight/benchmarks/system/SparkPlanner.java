package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Variant;
import io.lakeflight.testing.BareSpark;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What Spark does with a text before it runs anything. */
final class SparkPlanner implements Variant {
    private final Spark spark;
    private final Lakeflight lakeflight;
    private final Set<String> created = new HashSet<>();

    /** @param lakeflight creates tables */
    SparkPlanner(Spark spark, Lakeflight lakeflight) {
        this.spark = spark;
        this.lakeflight = lakeflight;
    }

    @Override
    public Spark original() {
        return spark;
    }

    @Override
    public String description() {
        return spark.description() + "; parser, analyzer and optimizer";
    }

    @Override
    public void use(String schema) {
        if (schema.equals(TpcdsTables.SCHEMA) && created.add(schema)) {
            TpcdsTables.statements().forEach(lakeflight::update);
        }
        spark.use(schema);
    }

    @Override
    public Timing run(String statement) {
        return new Timing(spark.process().plan(statement).nanos(), 0);
    }

    @Override
    public Optional<Answer> answer(String statement) {
        BareSpark.Answer plans = spark.process().query("EXPLAIN EXTENDED\n" + statement);
        return Optional.of(TablesRead.explained(plans.rows().get(0).get(0)));
    }
}
