package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.flight.FlightInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that is killed takes its running statements with it, and nothing else. */
@OnSharedCluster
@Timeout(120)
final class ITEngineDeath {
    private final TestingCluster cluster;

    ITEngineDeath(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void runningStatementFailsAndTheNextOneWorks() throws Exception {
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.tpch");
            client.update("SET spark.sql.session.timeZone = Asia/Tokyo");
            FlightInfo info = client.sql().execute(HeavyQuery.TEXT);
            try (ResultStream stream = client.open(info)) {
                eventually(
                        Duration.ofSeconds(20),
                        () -> assertThat(cluster.server().runningStatements()).isPositive());

                cluster.killEngine();
                long killed = System.nanoTime();

                assertThatThrownBy(stream::next)
                        .satisfies(Failure.of("UNAVAILABLE"))
                        .hasMessageContaining("Engine");
                assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(5));
            }

            assertThat(client.query("SELECT count(*) FROM region WHERE r_regionkey >= 0")
                            .value())
                    .isEqualTo(5L);
            assertThat(client.query("SELECT current_timezone()").value()).isEqualTo("Asia/Tokyo");
        }
    }

    @Test
    void openJdbcConnectionLivesOn() throws Exception {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE lake.tpch");

            cluster.killEngine();

            assertThat(JdbcRows.read(statement.executeQuery("SELECT count(*) FROM nation WHERE n_nationkey >= 0"))
                            .texts())
                    .containsExactly(List.of("25"));
        }
    }

    @Test
    void lossOfTemporaryViewsIsToldOnce() {
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.tpch");
            client.update("CREATE TEMPORARY VIEW mine AS SELECT 1 AS id");

            cluster.killEngine();

            assertThatThrownBy(() -> client.query("SELECT id FROM mine"))
                    .satisfies(Failure.of("UNAVAILABLE"))
                    .hasMessageContaining("temporary views");
            assertThat(client.query("SELECT count(*) FROM region WHERE r_regionkey >= 0")
                            .value())
                    .isEqualTo(5L);
            client.update("CREATE TEMPORARY VIEW mine AS SELECT 2 AS id");
            assertThat(client.query("SELECT id FROM mine").value()).isEqualTo(2);
        }
    }

    @Test
    void sessionOutlivesItsSchema() {
        try (TestingClient client = cluster.client()) {
            cluster.update("CREATE NAMESPACE lake.short_lived");
            client.update("USE lake.short_lived");
            cluster.update("DROP NAMESPACE lake.short_lived");

            cluster.killEngine();

            assertThat(client.query("SELECT current_schema()").value()).isEqualTo("short_lived");
            client.update("USE lake.tpch");
            assertThat(client.query("SELECT count(*) FROM region WHERE r_regionkey >= 0")
                            .value())
                    .isEqualTo(5L);
        }
    }
}
