package io.lakeflight.benchmarks.system;

import io.lakeflight.testing.BareSpark;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of TPC-DS: made by a generator as texts, which Spark writes into the tables. */
final class TpcdsData {
    private static final char SEPARATOR = '|';
    /** Rows that the specification wants at any scale, and small runs need not wait for. */
    private static final Map<String, Long> LARGE_AT_ANY_SCALE = Map.of("customer_demographics", 20_000L);

    private final Path directory;
    private final BigDecimal scale;

    /** @param directory where the texts are until they are loaded */
    TpcdsData(Path directory, BigDecimal scale) {
        this.directory = directory;
        this.scale = scale;
    }

    /** Fills what is empty. */
    void load(Lakeflight lakeflight, BareSpark spark, Consumer<String> progress) {
        TpcdsTables.statements().forEach(lakeflight::update);
        for (Map.Entry<String, String> table : TpcdsTables.columns().entrySet()) {
            String name = "lake." + TpcdsTables.SCHEMA + "." + table.getKey();
            if (!spark.query("SELECT 1 FROM " + name + " LIMIT 1").rows().isEmpty()) {
                continue;
            }
            progress.accept("Generating " + name);
            Path file = directory.resolve(table.getKey() + ".txt");
            generate(table.getKey(), file);
            spark.query("""
                CREATE OR REPLACE TEMPORARY VIEW generated (%s) USING csv OPTIONS (path '%s', sep '%s')
                """.formatted(table.getValue(), file.toUri(), SEPARATOR));
            spark.query("INSERT INTO " + name + " SELECT * FROM generated");
            spark.query("DROP VIEW generated");
            delete(file);
        }
    }

    private void generate(String name, Path file) {
        Table table = Table.getTable(name);
        Session session = Session.getDefaultSession().withScale(scale.doubleValue());
        // Of sales and returns: orders, each of which has several rows.
        long rows = Math.max(1, session.getScaling().getRowCount(table));
        if (scale.compareTo(BigDecimal.ONE) < 0) {
            rows = Math.min(rows, LARGE_AT_ANY_SCALE.getOrDefault(name, rows));
        }
        try {
            Files.createDirectories(directory);
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                for (List<List<@Nullable String>> made : Results.constructResults(table, 1, rows, session)) {
                    writer.write(line(made.get(0)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(List<@Nullable String> values) {
        return values.stream()
                .map(value -> value == null ? "" : value)
                .collect(Collectors.joining(String.valueOf(SEPARATOR), "", "\n"));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
