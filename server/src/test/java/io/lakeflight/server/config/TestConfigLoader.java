package io.lakeflight.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lakeflight.catalog.CacheConfig;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.server.ServerConfig;
import io.lakeflight.server.catalogs.CatalogsConfig;
import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Purpose;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlaneConfig.Timeouts;
import io.lakeflight.server.control.DataPlanesConfig;
import io.lakeflight.server.control.EngineClasses;
import io.lakeflight.server.flight.FlightConfig;
import io.lakeflight.server.http.HttpConfig;
import io.lakeflight.server.maintenance.MaintenanceConfig;
import io.lakeflight.server.query.HistoryConfig;
import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.session.SessionConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestConfigLoader {
    private static final Path HOME = Path.of("var");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "---\n",
                "flight:\nlimits:\n",
                "data-planes:\n  batch:\n    spark-conf:\n",
                "{}"
            })
    void missingKeysHaveTheirDefaults(String yaml) throws IOException {
        assertThat(load(yaml))
                .isEqualTo(new ServerConfig(
                        HOME,
                        EngineClasses.of("engine.jar"),
                        FlightConfig.DEFAULTS,
                        HttpConfig.DEFAULTS,
                        CatalogsConfig.DEFAULTS,
                        CacheConfig.DEFAULTS,
                        DataPlanesConfig.DEFAULTS,
                        RoutingConfig.of(directory.resolve("routing.yaml")),
                        LimitsConfig.DEFAULTS,
                        SessionConfig.DEFAULTS,
                        HistoryConfig.DEFAULTS,
                        MaintenanceConfig.DEFAULTS,
                        StatisticsConfig.DEFAULTS));
    }

    @Test
    void valuesAreRead() throws IOException {
        ServerConfig config = load("""
                flight: {address: localhost, port: 0}
                http:
                  address: ::1
                  port: 81
                data-planes:
                  interactive:
                    start: on-demand
                  batch-2:
                    engines: 3
                    master: local[4]
                    memory: 512m
                    start-timeout: 90s
                    silence-timeout: 1m
                    idle-timeout: 2h
                    max-bytes: 10GiB
                    tags: [gpu, night]
                    warm-up:
                      - SELECT count(*) FROM lake.sales.orders
                      - "SELECT 1"
                    spark-conf:
                      spark.sql.shuffle.partitions: 8
                      spark.sql.ansi.enabled: true
                routing:
                  default-plane: batch-2
                  rules: /etc/rules.yaml
                limits:
                  max-statement-size: 64 KiB
                  statement-timeout: 1500ms
                sessions:
                  idle-timeout: 2d
                """);

        assertThat(config.flight()).isEqualTo(new FlightConfig("localhost", 0));
        assertThat(config.http()).isEqualTo(new HttpConfig("::1", 81));
        assertThat(config.dataPlanes().planes())
                .containsOnlyKeys("interactive", "batch", "batch-2")
                .containsEntry("interactive", DataPlaneConfig.DEFAULTS)
                .containsEntry("batch", DataPlaneConfig.DEFAULTS)
                .containsEntry(
                        "batch-2",
                        new DataPlaneConfig(
                                Start.ON_DEMAND,
                                3,
                                "local[4]",
                                "512m",
                                new Timeouts(Duration.ofSeconds(90), Duration.ofMinutes(1), Duration.ofHours(2)),
                                new Purpose(10L << 30, Set.of("gpu", "night")),
                                List.of("SELECT count(*) FROM lake.sales.orders", "SELECT 1"),
                                Map.of("spark.sql.shuffle.partitions", "8", "spark.sql.ansi.enabled", "true")));
        assertThat(config.dataPlanes().defaultPlane()).isEqualTo("batch-2");
        assertThat(config.routing().rules()).isEqualTo(Path.of("/etc/rules.yaml"));
        assertThat(config.limits().maxStatementBytes()).isEqualTo(65_536);
        assertThat(config.limits().statementTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.sessions().idleTimeout()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void catalogsAreReadBesideTheOneThereAlwaysIs() throws IOException {
        ServerConfig config = load("""
                catalogs:
                  sales:
                    type: rest
                    timeout: 5s
                    properties:
                      uri: http://127.0.0.1:1
                      token: ${env:PATH}
                """);

        assertThat(config.catalogs().definitions())
                .containsExactlyInAnyOrder(
                        CatalogDefinition.internal("lake"),
                        new CatalogDefinition(
                                "sales",
                                CatalogType.REST,
                                Map.of("uri", "http://127.0.0.1:1", "token", System.getenv("PATH")),
                                Duration.ofSeconds(5)));
        assertThat(config.toString()).doesNotContain(System.getenv("PATH"));
    }

    @Test
    void problemsOfCatalogsAreAllReported() throws IOException {
        assertThat(problems("""
                catalogs:
                  Sales:
                    type: rest
                  a:
                    type: oracle
                    uri: x
                    properties:
                      token: ${env:LAKEFLIGHT_NOT_SET}
                """))
                .hasSize(4)
                .anyMatch(problem -> problem.contains("catalogs.Sales") && problem.contains("small letters"))
                .anyMatch(problem -> problem.contains("\"oracle\"") && problem.contains("internal"))
                .anyMatch(problem -> problem.contains("catalogs.a.uri: unknown key"))
                .anyMatch(problem -> problem.contains("LAKEFLIGHT_NOT_SET is not set"));
    }

    @Test
    void catalogsThatMakeNoSenseAreReported() throws IOException {
        assertThat(problems("""
                catalogs:
                  system:
                    type: internal
                  theirs:
                    type: rest
                    properties:
                      uri: http://user:hush@127.0.0.1:1
                """))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("catalogs.system") && problem.contains("something else in SQL"))
                .anyMatch(problem -> problem.contains("catalogs.theirs") && problem.contains("credential"))
                .noneMatch(problem -> problem.contains("hush"));
    }

    @Test
    void optionsWinOverTheFile() throws IOException {
        Path file = write("flight:\n  port: wrong\n");

        ServerConfig config = ConfigLoader.load(
                file, Map.of("flight.port", "1", "http.port", "2"), HOME, EngineClasses.of("engine.jar"));

        assertThat(config.flight().port()).isEqualTo(1);
        assertThat(config.http().port()).isEqualTo(2);
    }

    @Test
    void problemOfAnOptionNamesTheOption() throws IOException {
        Path file = write("");

        assertThat(problems(file, Map.of("flight.port", "70000")))
                .containsExactly("--flight-port: flight.port: is 70000 (expected: 0 to 65535)");
    }

    @Test
    void allProblemsAreReportedAtOnce() throws IOException {
        assertThat(problems("""
                flight:
                  prot: 1
                  port: many
                limits:
                  max-statement-size: 4MB
                  max-statement-depth: 5
                  statement-timeout: [6h]
                sessions: 7
                data-planes:
                  batch:
                    memory: 100m
                    start: early
                    spark-conf:
                      sql.ansi: true
                      spark.a: {b: c}
                  Big:
                    memory: 1g
                colour: blue
                routing:
                  default-plane: reports
                """))
                .containsExactlyInAnyOrder(
                        "c.yaml:2: flight.prot: unknown key (did you mean \"port\"?)",
                        "c.yaml:3: flight.port: is \"many\" (expected: a whole number such as 32010)",
                        "c.yaml:5: limits.max-statement-size: is \"4MB\" (expected: a size such as 4MiB)",
                        "c.yaml:6: limits.max-statement-depth: is 5 (expected: 10 to 10000)",
                        "c.yaml:7: limits.statement-timeout: is a list (expected: one value)",
                        "c.yaml:8: sessions: is \"7\" (expected: a section of keys)",
                        "c.yaml:11: data-planes.batch.memory: is \"100m\" (expected: at least 500m, as Java writes it, e.g. 2g)",
                        "c.yaml:12: data-planes.batch.start: is \"early\" (expected: one of eager, on-demand)",
                        "c.yaml:14: data-planes.batch.spark-conf: sql.ansi: is not a key of this section (expected: spark.…)",
                        "c.yaml:15: data-planes.batch.spark-conf: spark.a: is a section of keys (expected: one value)",
                        "data-planes.Big: cannot name a data plane (expected: small letters, digits and \"-\", a letter first)",
                        "c.yaml:18: colour: unknown key (known here: catalogs, data-planes, flight, history, http, limits, maintenance, metadata-cache, routing, sessions, statistics)",
                        "c.yaml:20: routing.default-plane: is \"reports\" (expected: one of interactive, batch)");
    }

    @ParameterizedTest
    @CsvSource({
        "limits, maxStatementSize, max-statement-size",
        "limits, max_statement_depth, max-statement-depth",
        "limits, timeout, statement-timeout",
        "sessions, max-session, max-sessions",
        "sessions, idle-timout, idle-timeout",
        "routing, defaultplane, default-plane",
        "http, Port, port",
    })
    void nearestKeyIsSuggested(String section, String wrong, String right) throws IOException {
        assertThat(problems(section + ":\n  " + wrong + ": 1\n"))
                .containsExactly(
                        "c.yaml:2: " + section + "." + wrong + ": unknown key (did you mean \"" + right + "\"?)");
    }

    @Test
    void nearestSectionIsSuggested() throws IOException {
        assertThat(problems("dataplane:\n  memory: 1g\n"))
                .containsExactly("c.yaml:1: dataplane: unknown key (did you mean \"data-planes\"?)");
    }

    @Test
    void addressThatOthersCanReachIsRefused() throws IOException {
        assertThat(problems("flight:\n  address: 0.0.0.0\nhttp:\n  address: \"::\"\n"))
                .containsExactly(
                        "c.yaml:2: flight.address: \"0.0.0.0\" can be reached from other machines, and this version has"
                                + " neither TLS nor authentication (expected: a loopback address such as 127.0.0.1)",
                        "c.yaml:4: http.address: \"::\" can be reached from other machines, and this version has"
                                + " neither TLS nor authentication (expected: a loopback address such as 127.0.0.1)");
    }

    @Test
    void samePortTwiceIsRefused() throws IOException {
        assertThat(problems("flight:\n  port: 8080\n"))
                .containsExactly(
                        "c.yaml:2: http.port: is 8080, which flight.port is too (expected: two different ports)");
        assertThat(load("flight:\n  port: 0\nhttp:\n  port: 0\n").http().port()).isZero();
    }

    @Test
    void keyGivenTwiceIsRefused() throws IOException {
        assertThat(problems("flight:\n  port: 1\n  port: 2\n"))
                .containsExactly("c.yaml:3: port: is given twice (first in c.yaml:2)");
    }

    @Test
    void corruptFileIsReportedWithItsPosition() throws IOException {
        assertThat(problems("flight:\n  port: 1\n bad\n")).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("c.yaml:3:2: is not YAML: ")
                .doesNotContain("\n"));
        assertThat(problems("flight:\n\tport: 1\n")).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("c.yaml:2:1: is not YAML: found character '\\t(TAB)'"));
        assertThat(problems("flight: {port: 1\n")).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("c.yaml:2:1: is not YAML: "));
        assertThat(problems("limits: \"open\n")).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("c.yaml:2:1: is not YAML: "));
    }

    @Test
    void fileOfAnotherShapeIsRefused() throws IOException {
        assertThat(problems("- flight\n"))
                .containsExactly("c.yaml:1: the file holds a list (expected: sections such as \"flight:\")");
        assertThat(problems("hello\n"))
                .containsExactly("c.yaml:1: the file holds \"hello\" (expected: sections such as \"flight:\")");
        assertThat(problems("flight: {}\n---\nhttp: {}\n"))
                .containsExactly("c.yaml:3: a second document starts here (expected: one)");
    }

    @Test
    void fileThatCannotBeReadIsRefused() throws IOException {
        assertThat(problems(directory.resolve("missing.yaml"), Map.of())).containsExactly("missing.yaml: no such file");
        Path latin1 = Files.write(directory.resolve("latin1.yaml"), "# é\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(latin1, Map.of())).containsExactly("latin1.yaml: is not UTF-8 text");
        assertThat(problems(directory, Map.of())).singleElement().satisfies(problem -> assertThat(problem)
                .contains(": cannot be read: "));
    }

    private ServerConfig load(String yaml) throws IOException {
        return ConfigLoader.load(write(yaml), Map.of(), HOME, EngineClasses.of("engine.jar"));
    }

    private List<String> problems(String yaml) throws IOException {
        return problems(write(yaml), Map.of());
    }

    private List<String> problems(Path file, Map<String, String> options) {
        ConfigException failure = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.load(file, options, HOME, EngineClasses.of("engine.jar")));
        return failure.problems().stream()
                .map(problem -> problem.replace(directory + "/", ""))
                .toList();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("c.yaml"), yaml);
    }
}
