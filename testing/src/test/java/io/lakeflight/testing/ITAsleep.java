package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlaneConfig.Timeouts;
import io.lakeflight.server.control.DataPlanesConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** While every engine sleeps, what the server answers itself wakes none. */
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
                Long.MAX_VALUE,
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
    void missingSchemaIsSparksToRefuse() {
        try (TestingClient client = cluster.client()) {
            assertThatThrownBy(() -> client.update("USE lake.nowhere")).hasMessageContaining("nowhere");
            assertThat(client.query("SHOW CURRENT SCHEMA").rows()).containsExactly(List.of("lake", "default"));
        }
    }
}
