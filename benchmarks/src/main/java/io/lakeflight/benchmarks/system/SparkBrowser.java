package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Variant;
import io.lakeflight.testing.BareSpark;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Browsing by Spark's statements, of which one table's columns take one each: as its Thrift server does inside. */
record SparkBrowser(Spark original, BigDecimal scale) implements Variant {
    @Override
    public String description() {
        return original.description() + ": SHOW TABLES and DESCRIBE";
    }

    @Override
    public void use(String schema) {
        // Statements name their schema.
        original.process().restartIfEnded();
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
        BareSpark.Timing timing = original.process().run(statement);
        return new Timing(timing.nanos(), timing.count());
    }

    @Override
    public Optional<Answer> answer(String text) {
        List<List<String>> tables =
                switch (Browsing.valueOf(text)) {
                    case TABLES_OF_A_SCHEMA ->
                        tables(MetadataTables.schema(1))
                                .map(table -> Browsing.found(MetadataTables.schema(1), table, List.of()))
                                .toList();
                    case COLUMNS_OF_A_TABLE -> List.of(described(MetadataTables.schema(1), "table0"));
                    case ALL_COLUMNS ->
                        MetadataTables.schemas().stream()
                                .flatMap(schema -> tables(schema).map(table -> described(schema, table)))
                                .toList();
                };
        return Optional.of(Browsing.answer(tables));
    }

    private Stream<String> tables(String schema) {
        return original.process().query("SHOW TABLES IN lake." + schema).rows().stream()
                .map(row -> Spark.unquoted(row.get(1)));
    }

    private List<String> described(String schema, String table) {
        BareSpark.Answer columns = original.process().query("DESCRIBE lake.%s.%s".formatted(schema, table));
        return Browsing.found(
                schema,
                table,
                columns.rows().stream().map(row -> Spark.unquoted(row.get(0))).toList());
    }
}
