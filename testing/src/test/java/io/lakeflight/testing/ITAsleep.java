package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Purpose;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlaneConfig.Timeouts;
import io.lakeflight.server.control.DataPlanesConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** While every engine sleeps, what the server answers itself wakes none. */
@OnOwnCluster
final class ITAsleep {
    private static TestingCluster cluster;

    @BeforeAll
    static void start() {
        DataPlaneConfig defaults = DataPlaneConfig.DEFAULTS;
        DataPlaneConfig plane = new DataPlaneConfig(
                Start.ON_DEMAND,
                1,
                defaults.master(),
                "1g",
                new Timeouts(defaults.startTimeout(), defaults.silenceTimeout(), Duration.ofSeconds(4)),
                Purpose.ANY,
                List.of(),
                Map.of());
        cluster = TestingCluster.builder()
                .dataPlanes(DataPlanesConfig.DEFAULTS.with("interactive", plane).with("batch", plane))
                .start();
        cluster.update("CREATE NAMESPACE lake.`s 1`");
        cluster.update("CREATE TABLE lake.`s 1`.t (i INT NOT NULL, s STRING)");
        cluster.update("INSERT INTO lake.`s 1`.t VALUES (1, 'a'), (7, NULL)");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void rulesAreNone() throws IOException {
        Files.writeString(cluster.rulesFile(), "rules: []");
        eventually(Duration.ofSeconds(10), () -> assertThat(
                        cluster.query("EXPLAIN ROUTE SELECT rand()").rows())
                .noneMatch(row -> "rule".equals(row.get(0))));
    }

    @AfterEach
    void awaitSleep() {
        eventually(Duration.ofSeconds(60), () -> assertThat(cluster.server().engineProcesses())
                .isEmpty());
    }

    @Test
    void schemaIsUsedAndTablesAreAskedAbout() {
        awaitSleep();
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.`s 1`");

            assertThat(client.query("SELECT current_catalog(), current_schema()")
                            .rows())
                    .containsExactly(List.of("lake", "`s 1`"));
            assertThat(client.query("SELECT count(*), max(i), count(s) FROM t").rows())
                    .containsExactly(List.of(2L, 7, 1L));
            assertThat(client.query("SELECT * FROM (SELECT * FROM t) q LIMIT 0").rows())
                    .isEmpty();
            assertThat(client.query("SELECT 1 + 1, upper('a') FETCH FIRST ROW ONLY")
                            .rows())
                    .isNotEmpty();
            assertThat(client.query("VALUES (1, 'a'), (2, 'b')").rows())
                    .containsExactly(List.of(1, "a"), List.of(2, "b"));
            assertThat(client.query("SELECT version()").value().toString()).matches("\\d+\\.\\d+\\.\\d+ [0-9a-f]{40}");
            assertThat(client.query("USE lake.`default`").rows()).isEmpty();
            assertThat(client.query("SHOW CURRENT SCHEMA").rows()).containsExactly(List.of("lake", "default"));
            assertThat(cluster.server().engineProcesses()).isEmpty();

            client.update("USE `s 1`");
            // An engine goes on where the server has left off.
            assertThat(client.query("SELECT s FROM t WHERE i = 1").column()).containsExactly("a");
            client.update("USE lake.default");
            assertThat(client.query("SELECT current_schema() || ''").column()).containsExactly("default");
        }
    }

    @Test
    void settingsAreKeptForTheEngineThatComes() {
        awaitSleep();
        try (TestingClient client = cluster.client();
                TestingClient other = cluster.client()) {
            client.update("SET TIME ZONE 'Asia/Tokyo'");
            assertThat(client.query("SET spark.sql.shuffle.partitions = 17").rows())
                    .containsExactly(List.of("spark.sql.shuffle.partitions", "17"));
            client.update("SET spark.sql.storeAssignmentPolicy = LEGACY");
            client.update("RESET spark.sql.storeAssignmentPolicy");
            other.update("SET spark.sql.shuffle.partitions = 17");
            other.update("RESET");
            assertThat(client.query("SET spark.sql.session.timeZone").rows())
                    .containsExactly(List.of("spark.sql.session.timeZone", "Asia/Tokyo"));
            assertThat(cluster.server().engineProcesses()).isEmpty();

            assertThat(client.query("SELECT current_timezone(), rand() < 2").rows())
                    .containsExactly(List.of("Asia/Tokyo", true));
            assertThat(client.query("SET spark.sql.shuffle.partitions").rows())
                    .containsExactly(List.of("spark.sql.shuffle.partitions", "17"));
            assertThat(client.query("SET spark.sql.storeAssignmentPolicy").rows())
                    .containsExactly(List.of("spark.sql.storeAssignmentPolicy", "ANSI"));
            assertThat(other.query("SELECT current_timezone(), rand() < 2").rows())
                    .containsExactly(List.of("UTC", true));
            assertThat(other.query("SET spark.sql.shuffle.partitions").rows())
                    .isNotEqualTo(List.of(List.of("spark.sql.shuffle.partitions", "17")));
        }
    }

    @Test
    void ruleRefusesWhatTheServerWouldAnswer() throws IOException {
        Files.writeString(cluster.rulesFile(), """
                rules:
                  - {name: large, bytes-over: 1B, reject: Too much}
                  - {name: shut, statement: [query, metadata, session], reject: Come again later}
                """);
        awaitRules("shut");
        awaitSleep();

        try (TestingClient client = cluster.client()) {
            for (String sql : List.of(
                    "SELECT 1",
                    "SHOW TABLES IN lake.`s 1`",
                    "SELECT count(*) FROM lake.`s 1`.t",
                    "SELECT * FROM information_schema.tables",
                    "SELECT * FROM system.queries",
                    "USE lake.default",
                    "SET a.b = c")) {
                assertThatThrownBy(() -> client.query(sql))
                        .as(sql)
                        .satisfies(failure -> assertThat(Failure.trailer(failure, "x-sqlstate"))
                                .isEqualTo("42501"))
                        .hasMessageContaining("Come again later");
            }
            assertThat(client.query("EXPLAIN ROUTE SELECT 1").texts())
                    .filteredOn(
                            row -> Set.of("rule", "plane").contains(row.get(0).replace("'", "")))
                    .extracting(row -> row.get(1) + " " + row.get(2))
                    .containsExactly("'large' 'does not match'", "'shut' 'matches'", "'' 'refused'");
            client.update("SET lakeflight.data_plane = batch");
            client.update("RESET lakeflight.data_plane");
            assertThat(client.query("SET lakeflight.dialect").rows())
                    .containsExactly(List.of("lakeflight.dialect", "standard"));

            Files.writeString(cluster.rulesFile(), "rules: [{name: scans, bytes-over: 1B, reject: Too much}]");
            awaitRules("scans");
            assertThat(client.query("SELECT count(*) FROM lake.`s 1`.t").value())
                    .isEqualTo(2L);
            assertThat(cluster.server().engineProcesses()).isEmpty();
        }
    }

    @Test
    void preparedStatementOfTheServersIsRefusedWhenItIsExecuted() throws Exception {
        try (Connection connection = cluster.connect();
                PreparedStatement prepared = connection.prepareStatement("SELECT 7")) {
            Files.writeString(cluster.rulesFile(), "rules: [{name: shut, statement: query, reject: Come again later}]");
            awaitRules("shut");

            assertThatThrownBy(prepared::executeQuery).hasMessageContaining("Come again later");
        }
    }

    @Test
    void missingSchemaIsSparksToRefuse() {
        try (TestingClient client = cluster.client()) {
            assertThatThrownBy(() -> client.update("USE lake.nowhere")).hasMessageContaining("nowhere");
            assertThat(client.query("SHOW CURRENT SCHEMA").rows()).containsExactly(List.of("lake", "default"));
        }
    }

    private static void awaitRules(String... names) {
        eventually(Duration.ofSeconds(10), () -> assertThat(
                        cluster.query("EXPLAIN ROUTE SELECT rand()").rows())
                .filteredOn(row -> "rule".equals(row.get(0)))
                .extracting(row -> row.get(1))
                .contains((Object[]) names));
    }
}
