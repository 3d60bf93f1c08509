package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.testing.SqlScriptFile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The scripts in {@code src/test/sql}: every statement returns what stands below it, and every query the rows that a
 * plain Spark returns. {@code -Dscripts.update} writes down what they return instead.
 */
@OnSharedCluster
final class ITSqlScripts {
    private static final boolean UPDATE = System.getProperty("scripts.update") != null;

    @TestFactory
    Stream<DynamicTest> everyScriptReturnsWhatItSays(TestingCluster cluster, BareSpark spark) throws IOException {
        Path directory = EngineClassPath.projectRoot().resolve("testing/src/test/sql");
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> scripts = files.sorted().toList();
            return scripts.stream()
                    .map(SqlScriptFile::read)
                    .map(script -> DynamicTest.dynamicTest(script.name(), () -> check(script, cluster, spark)));
        }
    }

    private static void check(SqlScriptFile script, TestingCluster cluster, BareSpark spark) {
        try (TestingClient client = cluster.client()) {
            client.update("CREATE NAMESPACE lake." + script.name());
            client.update("USE lake." + script.name());
            spark.query("USE lake." + script.name());
            SqlScriptFile run = new Run(client, spark).of(script);
            if (UPDATE) {
                run.write();
            } else {
                assertThat(run.text()).isEqualTo(script.text());
            }
        }
    }

    /** One run of a script, in one session. */
    private record Run(TestingClient client, BareSpark spark, Map<String, String> variables) {
        Run(TestingClient client, BareSpark spark) {
            this(client, spark, new HashMap<>());
        }

        SqlScriptFile of(SqlScriptFile script) {
            List<Step> steps = new ArrayList<>();
            for (Step step : script.steps()) {
                String statement = withVariables(step.statement());
                if (step.variable() == null) {
                    steps.add(step.returning(result(statement)));
                } else {
                    variables.put(
                            step.variable(), client.query(statement).value().toString());
                    steps.add(step);
                }
            }
            return new SqlScriptFile(script.path(), steps);
        }

        private String withVariables(String statement) {
            String text = statement;
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                text = text.replace("${" + variable.getKey() + "}", variable.getValue());
            }
            return text;
        }

        private List<String> result(String statement) {
            try {
                FlightInfo info = client.sql().execute(statement);
                if (info.getSchemaOptional().orElseThrow().getFields().isEmpty()) {
                    return List.of(info.getRecords() + " rows affected");
                }
                Rows rows = client.read(info);
                // A CALL has rows and effects, and tells how many rows it affected.
                if (info.getRecords() < 0) {
                    assertThat(rows.texts())
                            .as("rows of a plain Spark for " + statement)
                            .isEqualTo(spark.query(statement).rows());
                }
                return lines(rows);
            } catch (FlightRuntimeException e) {
                return List.of("error " + Failure.trailer(e, "x-sqlstate"));
            }
        }

        private static List<String> lines(Rows rows) {
            List<String> lines = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            for (int index = 0; index < rows.names().size(); index++) {
                columns.add(rows.names().get(index) + " " + rows.types().get(index));
            }
            lines.add("(" + String.join(", ", columns) + ")");
            rows.texts().forEach(row -> lines.add(String.join(" | ", row)));
            return lines;
        }
    }
}
