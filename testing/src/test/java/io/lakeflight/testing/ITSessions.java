package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.CloseSessionResult;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.GetSessionOptionsRequest;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.NoOpSessionOptionValueVisitor;
import org.apache.arrow.flight.SessionOptionValue;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.apache.arrow.flight.auth2.BasicAuthCredentialWriter;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.junit.jupiter.api.Test;

/** Sessions: what belongs to one, who shares one, and what is left of them. */
@OnSharedCluster
final class ITSessions {
    private static final String CURRENT = "SELECT current_catalog() || '.' || current_schema()";

    private final TestingCluster cluster;

    ITSessions(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void schemaOfASessionIsSetByOptionOrByUse() {
        try (TestingClient client = cluster.client()) {
            assertThat(set(client, Map.of("catalog", "lake", "schema", "tpch"))).isEmpty();
            assertThat(client.query(CURRENT).value()).isEqualTo("lake.tpch");
            assertThat(client.query("SELECT count(*) FROM region WHERE r_regionkey >= 0")
                            .value())
                    .isEqualTo(5L);

            client.update("USE lake.it");
            assertThat(client.query(CURRENT).value()).isEqualTo("lake.it");
            assertThat(option(client, "schema")).isEqualTo("it");
            assertThat(option(client, "catalog")).isEqualTo("lake");
        }
    }

    @Test
    void ticketOfOneSchemaIsNotReadInAnother() {
        cluster.update("CREATE TABLE lake.it.region AS SELECT 7 AS r_regionkey");
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.tpch");
            FlightInfo info = client.sql().execute("SELECT max(r_regionkey) FROM region");

            client.update("USE lake.it");

            assertThatThrownBy(() -> client.read(info))
                    .satisfies(Failure.of("NOT_FOUND"))
                    .hasMessageContaining("has changed the session since this ticket");
            client.update("USE lake.tpch");
            assertThat(client.query("SELECT max(r_regionkey) FROM region").value())
                    .isEqualTo(4L);
        }
    }

    @Test
    void ticketIsNotReadThroughAnotherTemporaryView() {
        try (TestingClient client = cluster.client()) {
            client.update("CREATE TEMPORARY VIEW v AS SELECT 1 AS id");
            FlightInfo info = client.sql().execute("SELECT id FROM v");

            client.update("CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 2 AS id");

            assertThatThrownBy(() -> client.read(info)).satisfies(Failure.of("NOT_FOUND"));
            assertThat(client.query("SELECT id FROM v").value()).isEqualTo(2);
        }
    }

    @Test
    void preparedStatementReadsTheSchemaItIsExecutedIn() {
        cluster.update("CREATE TABLE lake.it.nation AS SELECT 'here' AS n_name");
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.tpch");
            try (FlightSqlClient.PreparedStatement statement = client.sql().prepare("SELECT n_name FROM nation")) {
                client.update("USE lake.it");

                assertThat(client.read(statement.execute()).value()).isEqualTo("here");
            }
        }
    }

    @Test
    void unknownOptionOrValueIsAnErrorOfThatOption() {
        try (TestingClient client = cluster.client()) {
            assertThat(set(client, Map.of("schema", "no_such_schema")))
                    .containsEntry("schema", SetSessionOptionsResult.ErrorValue.INVALID_VALUE);
            assertThat(set(client, Map.of("no.such.option", "1")))
                    .containsEntry("no.such.option", SetSessionOptionsResult.ErrorValue.INVALID_NAME);
        }
    }

    @Test
    void sessionsOfTwoCookiesAreApart() {
        try (TestingClient one = cluster.client();
                TestingClient other = cluster.client()) {
            one.update("USE lake.tpch");
            one.update("CREATE TEMPORARY VIEW mine AS SELECT 1 AS id");
            other.update("USE lake.it");

            assertThat(one.query(CURRENT).value()).isEqualTo("lake.tpch");
            assertThat(other.query(CURRENT).value()).isEqualTo("lake.it");
            assertThat(one.query("SELECT id FROM mine").value()).isEqualTo(1);
            assertThatThrownBy(() -> other.query("SELECT id FROM mine")).satisfies(Failure.of("NOT_FOUND"));
        }
    }

    @Test
    void sessionIsKeptByBearerToken() {
        try (TestingClient client = cluster.clientWithoutCookies()) {
            CredentialCallOption one =
                    client.flight().authenticateBasicToken("ann", "").orElseThrow();
            CredentialCallOption other =
                    client.flight().authenticateBasicToken("ann", "").orElseThrow();

            client.sql().executeUpdate("USE lake.tpch", one);
            client.sql().executeUpdate("USE lake.it", other);

            assertThat(current(client, one)).isEqualTo("lake.tpch");
            assertThat(current(client, other)).isEqualTo("lake.it");
        }
    }

    @Test
    void userAndPasswordWithEveryCallAreOneSession() {
        try (TestingClient client = cluster.clientWithoutCookies()) {
            CredentialCallOption ann = password("ann");
            CredentialCallOption bob = password("bob");

            client.sql().executeUpdate("USE lake.tpch", ann);
            client.sql().executeUpdate("USE lake.it", bob);

            assertThat(current(client, ann)).isEqualTo("lake.tpch");
            assertThat(current(client, bob)).isEqualTo("lake.it");
        }
    }

    @Test
    void sessionThatIsNotThereIsAnErrorAndNotAnotherSession() {
        try (TestingClient client = cluster.clientWithoutCookies()) {
            CredentialCallOption lost = new CredentialCallOption(new BearerCredentialWriter("lakeflight_lost"));

            assertThatThrownBy(() -> client.sql().execute(CURRENT, lost)).satisfies(ITSessions::isUnknownSession);
            assertThatThrownBy(() -> client.sql().execute(CURRENT, cookie("lost")))
                    .satisfies(ITSessions::isUnknownSession);
            assertThat(client.query(CURRENT).value()).isEqualTo("lake.default");
        }
    }

    @Test
    void jdbcUserAndPasswordOpenASession() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl(), "ann", "secret");
                Statement statement = connection.createStatement()) {
            statement.execute("USE lake.tpch");
            try (ResultSet results = statement.executeQuery("SELECT count(*) FROM nation WHERE n_nationkey >= 0")) {
                assertThat(results.next()).isTrue();
                assertThat(results.getLong(1)).isEqualTo(25);
            }
        }
    }

    @Test
    void settingsLiveAsLongAsTheirSession() {
        try (TestingClient client = cluster.client()) {
            client.update("SET spark.sql.session.timeZone = America/New_York");
            assertThat(client.query("SELECT current_timezone()").value()).isEqualTo("America/New_York");

            assertThat(client.sql().closeSession(new CloseSessionRequest()).getStatus())
                    .isEqualTo(CloseSessionResult.Status.CLOSED);
        }
        assertThat(cluster.query("SELECT current_timezone()").value()).isEqualTo("UTC");
    }

    @Test
    void cookieAndTokenOfAClosedSessionAreRefused() {
        try (TestingClient client = cluster.clientWithoutCookies()) {
            CredentialCallOption token =
                    client.flight().authenticateBasicToken("ann", "").orElseThrow();
            client.sql().executeUpdate("USE lake.tpch", token);

            client.sql().closeSession(new CloseSessionRequest(), token);

            assertThatThrownBy(() -> client.sql().execute(CURRENT, token)).satisfies(ITSessions::isUnknownSession);
            assertThatThrownBy(() -> client.sql().closeSession(new CloseSessionRequest(), token))
                    .satisfies(ITSessions::isUnknownSession);
        }
    }

    @Test
    void clientThatGoesOnAfterACloseKnowsThatItsSessionIsAnotherOne() {
        try (TestingClient client = cluster.client();
                TestingClient plain = cluster.clientWithoutCookies()) {
            for (TestingClient closing : List.of(client, plain)) {
                closing.update("USE lake.tpch");
                closing.sql().closeSession(new CloseSessionRequest());

                assertThat(closing.query(CURRENT).value()).isEqualTo("lake.default");
                closing.update("USE lake.it");
                assertThat(closing.query(CURRENT).value()).isEqualTo("lake.it");
            }
        }
    }

    @Test
    void currentUserIsTheOneWhoConnected() {
        try (TestingClient client = cluster.clientWithoutCookies()) {
            CredentialCallOption bob = password("bob");

            assertThat(client.read(client.sql().execute("SELECT current_user()", bob), bob)
                            .value())
                    .isEqualTo("bob");
        }
    }

    @Test
    void closedSessionTakesItsStatementsWithIt() {
        long before = sparkSessions();

        for (int i = 0; i < 40; i++) {
            try (TestingClient client = cluster.client()) {
                FlightSqlClient.PreparedStatement prepared = client.sql().prepare("SELECT 1 + 0");
                FlightInfo result = client.sql().execute("SELECT 2 + 0");

                client.sql().closeSession(new CloseSessionRequest());

                assertThatThrownBy(prepared::execute).satisfies(Failure.of("NOT_FOUND"));
                assertThatThrownBy(() -> client.read(result)).satisfies(Failure.of("NOT_FOUND"));
                assertThat(client.sql()
                                .getExecuteSchema("SELECT 3 + 0")
                                .getSchema()
                                .getFields())
                        .hasSize(1);
                client.sql().closeSession(new CloseSessionRequest());
            }
        }

        assertThat(sparkSessions()).isLessThan(before + 20);
    }

    @Test
    void thousandSessionsLeaveNothingBehind() {
        long before = sparkSessions();

        IntStream.range(0, 4).parallel().forEach(part -> {
            for (int i = 0; i < 250; i++) {
                openUseAndClose(i);
            }
        });

        assertThat(sparkSessions()).isLessThan(before + 20);
        assertThat(cluster.query("SELECT count(*) FROM lake.tpch.region WHERE r_regionkey >= 0")
                        .value())
                .isEqualTo(5L);
    }

    private void openUseAndClose(int number) {
        try (TestingClient client = cluster.client()) {
            assertThat(client.sql()
                            .getExecuteSchema("SELECT * FROM lake.tpch.region")
                            .getSchema()
                            .getFields())
                    .hasSize(3);
            if (number % 25 == 0) {
                assertThat(client.query(SmallQuery.TEXT).value()).isEqualTo(1);
            }
            client.sql().closeSession(new CloseSessionRequest());
        }
    }

    private long sparkSessions() {
        return EngineProcess.of(cluster).instances("org.apache.spark.sql.classic.SparkSession");
    }

    private static CredentialCallOption password(String user) {
        return new CredentialCallOption(new BasicAuthCredentialWriter(user, "secret"));
    }

    private static HeaderCallOption cookie(String id) {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("cookie", "arrow_flight_session_id=" + id);
        return new HeaderCallOption(headers);
    }

    private static void isUnknownSession(Throwable failure) {
        assertThat(Failure.trailer(failure, "x-error-code")).isEqualTo("UNKNOWN_SESSION");
    }

    private static Object current(TestingClient client, CredentialCallOption token) {
        return client.read(client.sql().execute(CURRENT, token), token).value();
    }

    private static Map<String, SetSessionOptionsResult.ErrorValue> set(
            TestingClient client, Map<String, String> options) {
        Map<String, SessionOptionValue> values = new HashMap<>();
        options.forEach((name, value) -> values.put(name, SessionOptionValueFactory.makeSessionOptionValue(value)));
        Map<String, SetSessionOptionsResult.ErrorValue> errors = new HashMap<>();
        client.sql()
                .setSessionOptions(new SetSessionOptionsRequest(values))
                .getErrors()
                .forEach((name, error) -> errors.put(name, error.value));
        return errors;
    }

    private static String option(TestingClient client, String name) {
        SessionOptionValue value = client.sql()
                .getSessionOptions(new GetSessionOptionsRequest())
                .getSessionOptions()
                .get(name);
        return value.acceptVisitor(new NoOpSessionOptionValueVisitor<String>() {
            @Override
            public String visit(String text) {
                return text;
            }
        });
    }
}
