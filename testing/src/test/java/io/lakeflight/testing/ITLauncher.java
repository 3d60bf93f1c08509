package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, as a newcomer uses it. */
@OnOwnCluster
@Timeout(150)
final class ITLauncher {
    /** Takes a client minutes to read. */
    private static final String LONG_RESULT = "SELECT id FROM range(0, 10000000000, 1, 20000)";

    @TempDir
    private Path directory;

    @Test
    void startAnswersAndStopsWithAllItsProcesses() throws Exception {
        try (Launcher server = start("--sample-scale", "0.001")) {
            String url = server.awaitReady();
            List<ProcessHandle> engines = server.process().descendants().toList();

            assertSql(url, "SELECT count(*) AS n FROM lake.tpch.region", "n\n5\n");
            assertSql(
                    url,
                    "CREATE TABLE lake.tpch.t (i int); INSERT INTO lake.tpch.t VALUES (1); TABLE lake.tpch.t",
                    "i\n1\n");
            assertSqlFails(url, "-- two\nSELECT * FROM lake.tpch.regoin; SELECT 1");
            server.process().destroy();

            server.awaitExit();
            assertThat(engines).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void killedServerLeavesNoEngineAndItsTablesSurvive() throws Exception {
        try (Launcher server = start("--no-sample")) {
            String url = server.awaitReady();
            assertSql(url, "CREATE NAMESPACE lake.kept; CREATE TABLE lake.kept.t AS SELECT 7 AS i", null);
            List<ProcessHandle> engines = server.process().descendants().toList();

            server.process().destroyForcibly();

            assertThat(engines).isNotEmpty();
            eventually(Duration.ofSeconds(30), () -> assertThat(engines).noneMatch(ProcessHandle::isAlive));
        }
        try (Launcher server = start("--no-sample")) {
            assertSql(server.awaitReady(), "SELECT i FROM lake.kept.t", "i\n7\n");
        }
    }

    /** The terminal sends a Ctrl-C to the engine's process too. */
    @Test
    void statementThatOutlastsACtrlCIsToldWhy() throws Exception {
        try (Launcher server = Launcher.runInAGroup(directory, startArguments("--no-sample"))) {
            String url = server.awaitReady();

            assertThatThrownBy(() -> {
                        try (Connection connection = DriverManager.getConnection(url);
                                Statement statement = connection.createStatement();
                                ResultSet rows = statement.executeQuery(LONG_RESULT)) {
                            assertThat(rows.next()).isTrue();
                            server.interruptGroup();
                            readToItsEnd(rows);
                        }
                    })
                    .hasMessageContaining("The server is shutting down");

            assertThat(server.awaitExit()).isEqualTo(130);
        }
    }

    @Test
    void everyMistakeInTheConfigurationIsToldAtOnce() throws Exception {
        Path config = Files.writeString(directory.resolve("lakeflight.yaml"), """
            flight:
              prot: 1
            limits:
              statement-timeout: soon
              max-statement-depth: -1
            """);

        try (Launcher server = start("--config", config.toString())) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.errors())
                    .contains("prot", "port", "statement-timeout", "soon", "max-statement-depth", "-1")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void portThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launcher server = Launcher.run(
                        directory, "start", "--home", home(), "--flight-port", "" + taken.getLocalPort())) {
            assertThat(server.awaitExit()).isNotZero();
            assertThat(server.errors()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
        }
    }

    @Test
    void homeThatCannotBeWrittenIsNamed() throws Exception {
        String home =
                Files.createFile(directory.resolve("file")).resolve("home").toString();
        try (Launcher server = Launcher.run(directory, "start", "--home", home)) {
            assertThat(server.awaitExit()).isNotZero();
            assertThat(server.errors()).contains(home).doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "start --help", "sql --help"})
    void helpIsComplete(String arguments) throws Exception {
        try (Launcher help = Launcher.run(directory, arguments.split(" "))) {
            assertThat(help.awaitExit()).isZero();
            assertThat(help.output()).contains("Usage: ", "--help");
        }
    }

    private static void readToItsEnd(ResultSet rows) throws SQLException {
        while (rows.next()) {
            rows.getLong(1);
        }
    }

    private Launcher start(String... options) {
        return Launcher.run(directory, startArguments(options));
    }

    private String[] startArguments(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("start", "--home", home(), "--flight-port", "0", "--http-port", "0"));
        arguments.addAll(Arrays.asList(options));
        return arguments.toArray(String[]::new);
    }

    private String home() {
        return directory.resolve("home").toString();
    }

    private void assertSql(String url, String script, String output) throws InterruptedException {
        try (Launcher sql = Launcher.run(directory, "sql", "--url", url, "--format", "csv", "-e", script)) {
            assertThat(sql.awaitExit()).as(sql.errors()).isZero();
            if (output != null) {
                assertThat(sql.output()).isEqualToNormalizingNewlines(output);
            }
        }
    }

    private void assertSqlFails(String url, String script) throws InterruptedException {
        try (Launcher sql = Launcher.run(directory, "sql", "--url", url, "-e", script)) {
            assertThat(sql.awaitExit()).isEqualTo(1);
            assertThat(sql.output()).isEmpty();
            assertThat(sql.errors())
                    .contains("Statement 1 of 2, from line 2: ", "regoin", "(line 2, ")
                    .doesNotContain("\tat ");
        }
    }
}
