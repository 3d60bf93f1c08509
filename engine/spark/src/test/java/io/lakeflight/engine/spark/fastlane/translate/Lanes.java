package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.TestingSpark;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.StructType;

/** A session of Spark's and one of DuckDB's in the same time zone, and what a text gives in both. */
final class Lanes implements AutoCloseable {
    private final SparkSession spark;
    private final Connection duck;
    private final TranslationSettings settings;
    private final Leaves leaves = new ParquetLeaves();
    private final DecodedFiles decoded = new DecodedFiles(this);

    Lanes(String zone) {
        this(zone, false);
    }

    Lanes(String zone, boolean approximateDoubles) {
        spark = TestingSpark.newSession();
        settings = new TranslationSettings(zone, approximateDoubles, 10_000_000);
        // Small data: what Spark spends on code and shuffles would be all of the time.
        Map.of(
                        "spark.sql.session.timeZone", zone,
                        "spark.sql.optimizer.excludedRules",
                                "org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation",
                        "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
                        // Tests read whole rows of a table, structs among them, and look at expressions over those.
                        "spark.sql.optimizer.nestedSchemaPruning.enabled", "false",
                        "spark.sql.shuffle.partitions", "1",
                        "spark.sql.adaptive.enabled", "false",
                        "spark.sql.codegen.wholeStage", "false",
                        "spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .forEach((key, value) -> spark.conf().set(key, value));
        try {
            Path folder = Files.createTempDirectory("lanes-");
            spark.conf().unset("spark.sql.catalog.spark_catalog");
            spark.sql("CREATE DATABASE spark_catalog." + database() + " LOCATION '" + folder + "'");
            spark.sql("USE spark_catalog." + database());
            duck = DriverManager.getConnection("jdbc:duckdb:");
            execute("SET TimeZone = '" + zone + "'");
            execute("SET threads = 2");
            execute("SET " + DuckDb.COMPUTED_APART);
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String database() {
        return "lanes_" + Integer.toHexString(System.identityHashCode(spark));
    }

    SparkSession spark() {
        return spark;
    }

    TranslationSettings settings() {
        return settings;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    LogicalPlan plan(String text) {
        return spark.sql(text).queryExecution().optimizedPlan();
    }

    /** In its narrow form and, if there is one, the wide one. */
    List<Translation> translate(LogicalPlan plan) throws Refusal {
        Translation translation = PlanTranslator.translate(plan, leaves, settings);
        return Stream.of(WideDecimals.narrow(translation.sql()), WideDecimals.wide(translation.sql()))
                .distinct()
                .map(sql -> new Translation(sql, translation.schema()))
                .toList();
    }

    /** Those, and the same over columns that are decoded. */
    List<Translation> translateAndDecode(LogicalPlan plan) throws Refusal {
        List<Translation> forms = translate(plan);
        return Stream.concat(forms.stream(), forms.stream().map(decoded::over))
                .distinct()
                .toList();
    }

    Outcome compare(String text) {
        QueryExecution execution;
        LogicalPlan plan;
        try {
            execution = spark.sql(text).queryExecution();
            plan = execution.optimizedPlan();
        } catch (Exception e) {
            return new Outcome(Outcome.Kind.NOT_PLANNED, String.valueOf(e.getMessage()));
        }
        List<Translation> forms;
        try {
            forms = translate(plan);
        } catch (Refusal refusal) {
            return new Outcome(Outcome.Kind.REFUSED, refusal.getMessage());
        }
        List<List<Object>> expected = null;
        try {
            expected = rows(execution, plan.schema());
        } catch (Exception e) {
            // Compared below: whatever Spark raises, DuckDB must not give rows.
        }
        Outcome fromFiles = compare(forms, expected);
        List<Translation> others = forms.stream().map(decoded::over).toList();
        return others.equals(forms) ? fromFiles : worse(fromFiles, compare(others, expected));
    }

    private Outcome compare(List<Translation> forms, List<List<Object>> expected) {
        Outcome outcome = compare(forms.get(0), expected);
        // As the lane does.
        return outcome.kind() == Outcome.Kind.ONLY_DUCKDB_RAISES
                ? compare(forms.get(forms.size() - 1), expected)
                : outcome;
    }

    private static Outcome worse(Outcome one, Outcome other) {
        return one.kind().compareTo(other.kind()) < 0 ? other : one;
    }

    private Outcome compare(Translation translation, List<List<Object>> expected) {
        List<List<Object>> actual;
        try {
            checkTypes(translation);
            actual = rows(translation.sql(), translation.schema());
        } catch (SQLException e) {
            return expected == null
                    ? Outcome.of(Outcome.Kind.BOTH_RAISE)
                    : new Outcome(Outcome.Kind.ONLY_DUCKDB_RAISES, String.valueOf(e.getMessage()));
        }
        if (expected == null) {
            return new Outcome(Outcome.Kind.DIFFERENT, "Spark raises, DuckDB gives " + actual.size() + " rows");
        }
        return Outcome.compared(expected, actual);
    }

    static List<List<Object>> rows(QueryExecution execution, StructType schema) {
        return Arrays.stream(execution.executedPlan().executeCollect())
                .map(row -> Values.ofRow(row, schema))
                .toList();
    }

    /** Rows of DuckDB's. */
    List<List<Object>> rows(String sql, StructType schema) throws SQLException {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            read.add(Values.column("o_" + i, schema.apply(i).dataType()));
        }
        try (Statement statement = duck.createStatement();
                ResultSet results =
                        statement.executeQuery("SELECT " + String.join(", ", read) + " FROM (" + sql + ") AS result")) {
            return Values.of(results, schema);
        }
    }

    void checkTypes(Translation translation) throws SQLException {
        StructType schema = translation.schema();
        try (PreparedStatement statement = duck.prepareStatement(translation.sql())) {
            ResultSetMetaData columns = statement.getMetaData();
            for (int i = 0; i < schema.size(); i++) {
                String expected = DuckTypes.of(schema.apply(i).dataType());
                if (!columns.getColumnTypeName(i + 1).equals(expected)) {
                    throw new AssertionError("column " + i + " is " + columns.getColumnTypeName(i + 1) + " (expected: "
                            + expected + ") in " + translation.sql());
                }
            }
        } catch (Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    @Override
    public void close() throws SQLException {
        spark.sql("DROP DATABASE spark_catalog." + database() + " CASCADE");
        duck.close();
    }
}
