package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * TPC-DS, which takes minutes: {@code -Dfastlane.tpcds=true}. Its 99 statements are 103 texts, since four have two variants. DuckDB answers
 * 98 of the texts, which are 95 statements; two raise an error in both lanes, and three are refused.
 */
@EnabledIfSystemProperty(named = "fastlane.tpcds", matches = "true")
class ITTpcdsInBothLanes {
    private static final double SCALE = 0.01;
    private static final int TEXTS = 103;
    private static final int STATEMENTS = 99;
    private static final int LEAST_ANSWERED = 95;
    private static final String SEPARATOR = "\u0001";

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void queriesGiveTheSame() throws Exception {
        Map<String, Outcome> outcomes = new TreeMap<>();
        try (Lanes lanes = new Lanes("UTC")) {
            lanes.spark().conf().set("spark.sql.codegen.wholeStage", "true");
            lanes.spark().conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
            for (Table table : Table.getBaseTables()) {
                create(lanes.spark(), table);
            }
            SparkTexts.files("tpcds").forEach((name, text) -> {
                if (name.matches("q[0-9]+[ab]?[.]sql")) {
                    outcomes.put(name, lanes.compare(text));
                    System.out.println(name + " " + outcomes.get(name));
                }
            });
        }
        Map<Outcome.Kind, Long> counts =
                outcomes.values().stream().collect(Collectors.groupingBy(Outcome::kind, Collectors.counting()));
        System.out.println("TPC-DS: " + counts);
        outcomes.forEach((name, outcome) -> {
            if (!outcome.isEqual()) {
                System.out.println(name + ": " + outcome);
            }
        });
        assertThat(outcomes)
                .allSatisfy(
                        (name, outcome) -> assertThat(outcome.kind()).as(name).isNotEqualTo(Outcome.Kind.DIFFERENT));
        assertThat(outcomes).hasSize(TEXTS);
        Map<String, Boolean> statements = statements(outcomes);
        assertThat(statements).hasSize(STATEMENTS);
        assertThat(statements.values().stream().filter(isAnswered -> isAnswered))
                .hasSizeGreaterThanOrEqualTo(LEAST_ANSWERED);
    }

    /** Whether DuckDB gives the rows of a statement, in all of its variants. */
    private static Map<String, Boolean> statements(Map<String, Outcome> outcomes) {
        Map<String, Boolean> answered = new TreeMap<>();
        outcomes.forEach((name, outcome) ->
                answered.merge(name.replaceFirst("[ab]?[.]sql$", ""), outcome.isEqual(), Boolean::logicalAnd));
        return answered;
    }

    private static void create(SparkSession spark, Table table) throws IOException {
        Path folder = Files.createTempDirectory("tpcds-");
        Path rows = folder.resolve("rows.csv");
        Session session = Session.getDefaultSession().withScale(SCALE).withTable(table);
        try (BufferedWriter writer = Files.newBufferedWriter(rows)) {
            for (List<List<String>> row : Results.constructResults(table, session)) {
                writer.write(row.get(0).stream()
                        .map(value -> value == null ? "" : value)
                        .collect(Collectors.joining(SEPARATOR)));
                writer.newLine();
            }
        }
        String schema = Arrays.stream(table.getColumns())
                .map(ITTpcdsInBothLanes::definition)
                .collect(Collectors.joining(", "));
        spark.read()
                .schema(schema)
                .option("sep", SEPARATOR)
                .option("quote", "")
                .csv(rows.toString())
                .coalesce(1)
                .write()
                .parquet(folder.resolve("files").toString());
        spark.read().parquet(folder.resolve("files").toString()).createOrReplaceTempView(table.getName());
    }

    /** One column has another name in the texts than in the generator. */
    private static String definition(Column column) {
        String name = column.getName().equals("c_last_review_date_sk") ? "c_last_review_date" : column.getName();
        return name + " " + type(column.getType());
    }

    private static String type(ColumnType type) {
        return switch (type.getBase()) {
            case INTEGER -> "INT";
            case IDENTIFIER -> "BIGINT";
            case DATE -> "DATE";
            case DECIMAL ->
                "DECIMAL(%d,%d)"
                        .formatted(
                                type.getPrecision().orElseThrow(),
                                type.getScale().orElseThrow());
            case VARCHAR, CHAR, TIME -> "STRING";
        };
    }
}
