package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.RowsHash;
import io.lakeflight.benchmarks.subject.Variant;
import io.lakeflight.testing.BareSpark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Spark's own way from rows to Arrow batches, which it has for Python and for Connect; they never leave its process. */
final class SparkArrow implements Variant {
    private final Spark spark;
    private final Map<String, Long> rows = new HashMap<>();

    SparkArrow(Spark spark) {
        this.spark = spark;
    }

    @Override
    public Spark original() {
        return spark;
    }

    @Override
    public String description() {
        return spark.description() + " as Arrow batches, and dropped there";
    }

    @Override
    public Timing run(String statement) {
        BareSpark.Timing timing = spark.process().arrow(statement);
        return new Timing(timing.nanos(), Objects.requireNonNull(rows.get(statement), "answer() comes first"));
    }

    @Override
    public Optional<Answer> answer(String statement) {
        BareSpark.Answer columns = spark.process().query("SELECT * FROM (" + statement + ") LIMIT 0");
        BareSpark.Answer hash = spark.process().query(RowsHash.statement(statement, columns.names()));
        // What its heap has no room for ends it, which is to be known before anything is measured.
        spark.process().arrow(statement);
        rows.put(statement, Long.parseLong(hash.rows().get(0).get(0)));
        return Optional.of(new Answer(List.of(), List.of(), hash.rows()));
    }
}
