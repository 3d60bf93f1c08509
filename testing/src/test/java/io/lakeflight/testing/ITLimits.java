package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.query.LimitsConfig;
import io.lakeflight.server.query.QueryState;
import io.lakeflight.server.session.SessionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a small cluster does when a client asks for more than its limits. */
@OnOwnCluster
@Timeout(120)
final class ITLimits {
    private static final int MOST_SETTINGS = 200;

    private static TestingCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestingCluster.builder()
                .limits(new LimitsConfig(10_000, 20, 1_000, 1 << 18, 2, 1_000_000, Duration.ofSeconds(8)))
                .sessions(new SessionConfig(
                        Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofSeconds(2), 100, 5, MOST_SETTINGS))
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void handleThatAClientForgotExpires() {
        try (TestingClient client = cluster.client();
                FlightSqlClient.PreparedStatement forgotten = client.sql().prepare("SELECT 1")) {
            assertThat(client.read(forgotten.execute()).value()).isEqualTo(1);

            List<FlightSqlClient.PreparedStatement> others = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 5; i++) {
                            others.add(client.sql().prepare("SELECT 2"));
                        }
                    })
                    .satisfies(Failure.of("RESOURCE_EXHAUSTED"));
            eventually(
                    Duration.ofSeconds(10),
                    () -> client.sql().prepare("SELECT 3").close());
            others.forEach(FlightSqlClient.PreparedStatement::close);

            assertThatThrownBy(forgotten::execute).satisfies(Failure.of("NOT_FOUND"));
        }
    }

    @Test
    void queryAtWorkIsCanceledAlsoWhenItsTicketHasExpired() throws Exception {
        try (TestingClient client = cluster.client()) {
            FlightInfo info = client.sql().execute(HeavyQuery.TEXT);
            try (ResultStream stream = client.open(info)) {
                eventually(
                        Duration.ofSeconds(5), () -> assertThat(cluster.server().runningStatements(QueryState.RUNNING))
                                .isEqualTo(1));
                long held = cluster.server().heldBytes();
                client.sql().execute("SELECT 'this ticket expires after that of the query at work'");
                assertThat(cluster.server().heldBytes()).isGreaterThan(held);
                eventually(
                        Duration.ofSeconds(5),
                        () -> assertThat(cluster.server().heldBytes()).isLessThanOrEqualTo(held));

                assertThat(client.sql()
                                .cancelFlightInfo(new CancelFlightInfoRequest(info))
                                .getStatus())
                        .isEqualTo(CancelStatus.CANCELLED);
                assertThatThrownBy(stream::next).satisfies(Failure.of("CANCELLED"));
            }
        }
    }

    @Test
    void sessionHasSoManySettingsAndNoMore() {
        try (TestingClient client = cluster.client()) {
            for (int i = 1; i <= MOST_SETTINGS; i++) {
                client.update("SET it.setting%d = %d".formatted(i, i));
            }

            for (String sql :
                    List.of("SET it.other = 1", "SET spark.sql.shuffle.partitions = 3", "SET TIME ZONE 'UTC'")) {
                assertThatThrownBy(() -> client.update(sql))
                        .as(sql)
                        .satisfies(Failure.of("INVALID_ARGUMENT"))
                        .satisfies(failure -> assertThat(Failure.trailer(failure, "x-sqlstate"))
                                .isEqualTo("54000"))
                        .hasMessageContaining("at most 200")
                        .hasMessageContaining("sessions.max-settings");
            }
            assertThat(client.query("SET it.other").rows()).containsExactly(List.of("it.other", "<undefined>"));
            assertThat(client.query("SET it.setting200").rows()).containsExactly(List.of("it.setting200", "200"));
            assertThat(client.query("SELECT count(*) FROM range(3)").value()).isEqualTo(3L);
            client.update("SET it.setting7 = 'again'");
            client.update("RESET it.setting8");
            client.update("SET it.other = 1");
            assertThat(client.query("SET it.other").rows()).containsExactly(List.of("it.other", "1"));
            assertThat(client.query("SET it.setting7").rows().toString()).contains("again");
            assertThatThrownBy(() -> client.update("SET it.setting8 = 8")).satisfies(Failure.of("INVALID_ARGUMENT"));
        }
    }

    @Test
    void sessionsOfClientsThatLeftAreClosed() {
        for (int i = 0; i < 40; i++) {
            try (TestingClient client = cluster.client()) {
                assertThat(client.sql()
                                .getExecuteSchema(SmallQuery.TEXT)
                                .getSchema()
                                .getFields())
                        .hasSize(1);
            }
        }

        eventually(Duration.ofSeconds(15), () -> assertThat(
                        EngineProcess.of(cluster).instances("org.apache.spark.sql.classic.SparkSession"))
                .isLessThan(10));
    }

    @Test
    void clientThatComesBackFindsItsSessionAsItLeftIt() {
        cluster.update("CREATE NAMESPACE lake.home");
        List<CredentialCallOption> tokens = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try (TestingClient client = cluster.clientWithoutCookies()) {
                tokens.add(client.flight().authenticateBasicToken("ann", "").orElseThrow());
                client.sql().executeUpdate("USE lake.home", tokens.get(i));
                client.sql().executeUpdate("SET spark.sql.session.timeZone = Asia/Tokyo", tokens.get(i));
            }
        }

        eventually(Duration.ofSeconds(15), () -> assertThat(
                        EngineProcess.of(cluster).instances("org.apache.spark.sql.classic.SparkSession"))
                .isLessThan(10));

        try (TestingClient client = cluster.clientWithoutCookies()) {
            for (CredentialCallOption token : tokens) {
                String current = "SELECT current_schema() || ' ' || current_timezone()";
                assertThat(client.read(client.sql().execute(current, token), token)
                                .value())
                        .isEqualTo("home Asia/Tokyo");
            }
        }
    }

    @Test
    void statementThatRunsTooLongIsCancelled() {
        assertThatThrownBy(() -> cluster.query(HeavyQuery.TEXT)).satisfies(Failure.of("TIMED_OUT"));

        eventually(Duration.ofSeconds(2), () -> {
            assertThat(cluster.server().runningStatements()).isZero();
            assertThat(EngineProcess.of(cluster).busyProcessors())
                    .as(EngineProcess.of(cluster)::busyThreads)
                    .isLessThan(0.5);
        });
    }

    @Test
    void oneStatementTooManyIsRefused() throws Exception {
        try (TestingClient client = cluster.client();
                ResultStream first = client.open(HeavyQuery.TEXT);
                ResultStream second = client.open(HeavyQuery.TEXT)) {
            eventually(Duration.ofSeconds(5), () -> assertThat(cluster.server().runningStatements())
                    .isEqualTo(2));

            assertThatThrownBy(() -> client.query(SmallQuery.TEXT)).satisfies(Failure.of("RESOURCE_EXHAUSTED"));

            first.cancel();
            second.cancel();
        }
        eventually(
                Duration.ofSeconds(5),
                () -> assertThat(cluster.query(SmallQuery.TEXT).value()).isEqualTo(1));
    }

    @Test
    void planningTooTakesASlot() throws Exception {
        try (TestingClient client = cluster.client();
                ResultStream first = client.open(HeavyQuery.TEXT);
                ResultStream second = client.open(HeavyQuery.TEXT)) {
            eventually(Duration.ofSeconds(5), () -> assertThat(cluster.server().runningStatements())
                    .isEqualTo(2));

            assertThatThrownBy(() -> client.sql().prepare("SELECT 1")).satisfies(Failure.of("RESOURCE_EXHAUSTED"));

            first.cancel();
            second.cancel();
        }
    }

    @Test
    void statementsHeldForClientsAreBoundedInBytes() {
        String longText = "SELECT 1 /* " + "x".repeat(9_000) + " */";
        try (TestingClient client = cluster.client()) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            client.sql().execute(longText);
                        }
                    })
                    .satisfies(Failure.of("RESOURCE_EXHAUSTED"))
                    .hasMessageContaining("limits.max-held-size");

            // Results that nobody fetches expire.
            eventually(
                    Duration.ofSeconds(10),
                    () -> assertThat(client.query(longText).value()).isEqualTo(1));
        }
    }

    @Test
    void statementsThatHaveEndedHoldNothing() {
        String padding = " /* " + "x".repeat(9_000) + " */";
        try (TestingClient client = cluster.client()) {
            for (int i = 0; i < 150; i++) {
                client.update("SET a.b = %d".formatted(i) + padding);
                assertThat(client.query("SELECT %d".formatted(i) + padding).value())
                        .isEqualTo(i);
            }
        }
        eventually(Duration.ofSeconds(10), () -> assertThat(cluster.server().heldBytes())
                .isZero());
    }

    @Test
    void textThatIsTooLongOrTooDeepIsRefused() {
        assertThatThrownBy(() -> cluster.query("SELECT '" + "x".repeat(10_000) + "'"))
                .satisfies(Failure.of("INVALID_ARGUMENT"))
                .hasMessageContaining("10000");
        assertThatThrownBy(() -> cluster.query("SELECT " + "(".repeat(21) + 1 + ")".repeat(21)))
                .satisfies(Failure.of("INVALID_ARGUMENT"))
                .hasMessageContaining("20");
    }
}
