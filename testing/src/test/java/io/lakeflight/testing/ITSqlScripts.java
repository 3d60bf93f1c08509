package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.testing.SqlScriptFile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The scripts in {@code src/test/sql}: every statement returns what stands below it, and every query the rows that a
 * plain Spark returns, to the stock JDBC driver too; what fails for one client fails for the other. {@code -Dscripts.update} writes down what they return instead.
 */
@OnSharedCluster
final class ITSqlScripts {
    private static final Set<String> PLAIN = Set.of("int", "bigint", "string", "boolean", "double", "date");
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

    private static void check(SqlScriptFile script, TestingCluster cluster, BareSpark spark) throws SQLException {
        try (TestingClient client = cluster.client();
                Connection jdbc = cluster.connect();
                Statement first = jdbc.createStatement()) {
            client.update("CREATE NAMESPACE lake." + script.name());
            String use = "USE lake." + script.name();
            client.update(use);
            first.execute(use);
            spark.query(use);
            SqlScriptFile run = new Run(client, jdbc, spark).of(script);
            if (UPDATE) {
                run.write();
            } else {
                assertThat(run.text()).isEqualTo(script.text());
            }
        }
    }

    /** One run of a script, in one session. */
    private record Run(TestingClient client, Connection jdbc, BareSpark spark, Map<String, String> variables) {
        Run(TestingClient client, Connection jdbc, BareSpark spark) {
            this(client, jdbc, spark, new HashMap<>());
        }

        SqlScriptFile of(SqlScriptFile script) throws SQLException {
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

        private List<String> result(String statement) throws SQLException {
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
                    requireSameByJdbc(statement, rows);
                }
                return lines(rows);
            } catch (FlightRuntimeException e) {
                assertThatThrownBy(() -> drain(statement)).as(statement).isInstanceOf(SQLException.class);
                return List.of("error " + Failure.trailer(e, "x-sqlstate"));
            }
        }

        private void requireSameByJdbc(String statement, Rows rows) throws SQLException {
            try (Statement asked = jdbc.createStatement();
                    ResultSet results = asked.executeQuery(statement)) {
                // What Java has other classes for, or the driver none, is compared by ITTypes.
                if (PLAIN.containsAll(rows.types())) {
                    JdbcRows same = JdbcRows.read(results);
                    // The driver tells the columns of a result without rows twice.
                    if (!rows.texts().isEmpty()) {
                        assertThat(same.names()).isEqualTo(rows.names());
                    }
                    assertThat(same.texts()).as("rows by JDBC for " + statement).isEqualTo(rows.texts());
                }
            }
        }

        private void drain(String statement) throws SQLException {
            try (Statement asked = jdbc.createStatement()) {
                if (asked.execute(statement)) {
                    try (ResultSet results = asked.getResultSet()) {
                        while (results.next()) {}
                    }
                }
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
