package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.BareSpark;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Browsing by Spark's statements, of which one table's columns take one each: as its Thrift server does inside. */
final class SparkBrowser implements SystemUnderTest {
    private final SystemUnderTest spark;
    private final BareSpark process;
    private final BigDecimal scale;

    SparkBrowser(SystemUnderTest spark, BareSpark process, BigDecimal scale) {
        this.spark = spark;
        this.process = process;
        this.scale = scale;
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String description() {
        return spark.description() + ": SHOW TABLES and DESCRIBE";
    }

    @Override
    public void use(String schema) {
        // Statements name their schema.
        process.restartIfEnded();
    }

    @Override
    public Timing run(String text) {
        return switch (Browsing.valueOf(text)) {
            case TABLES_OF_A_SCHEMA -> timed("SHOW TABLES IN lake." + MetadataTables.schema(1));
            case COLUMNS_OF_A_TABLE -> timed("DESCRIBE lake." + MetadataTables.schema(1) + ".table0");
            case ALL_COLUMNS -> allColumns();
        };
    }

    private Timing allColumns() {
        long nanos = 0;
        long columns = 0;
        for (String schema : MetadataTables.schemas()) {
            nanos += timed("SHOW TABLES IN lake." + schema).nanos();
            for (int table = 0; table < MetadataTables.tables(scale); table++) {
                Timing described = timed("DESCRIBE lake.%s.table%d".formatted(schema, table));
                nanos += described.nanos();
                columns += described.rows();
            }
        }
        return new Timing(nanos, columns);
    }

    private Timing timed(String statement) {
        BareSpark.Timing timing = process.run(statement);
        return new Timing(timing.nanos(), timing.count());
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
