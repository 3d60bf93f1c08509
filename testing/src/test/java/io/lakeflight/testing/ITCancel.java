package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By every route a client has, a cancelled statement's work is gone in two seconds. */
@OnSharedCluster
@Timeout(60)
final class ITCancel {
    private static final Duration GONE = Duration.ofSeconds(2);

    private static final String HEAVY_UPDATE = "CREATE TABLE lake.it.heavy AS " + HeavyQuery.TEXT;

    private final TestingCluster cluster;
    private TestingClient client;

    ITCancel(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        client = cluster.client();
    }

    @AfterEach
    void close() {
        client.close();
        assertThat(cluster.query(SmallQuery.TEXT).value()).isEqualTo(1);
    }

    @Test
    void cancelOfAJdbcStatement() throws Exception {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> execution =
                    run(() -> statement.executeQuery(HeavyQuery.TEXT).close());
            awaitRunning();

            statement.cancel();

            assertGone();
            assertThatThrownBy(() -> execution.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(Exception.class);
        }
    }

    @Test
    void closingAJdbcConnection() throws SQLException {
        Connection connection = cluster.connect();
        Statement statement = connection.createStatement();
        CompletableFuture<Void> execution =
                run(() -> statement.executeQuery(HeavyQuery.TEXT).close());
        awaitRunning();

        statement.cancel();
        statement.close();
        connection.close();

        assertGone();
        assertThatThrownBy(() -> execution.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void cancelOfAStream() throws Exception {
        try (ResultStream stream = client.open(HeavyQuery.TEXT)) {
            awaitRunning();

            stream.cancel();

            assertGone();
        }
    }

    @Test
    void cancelOfAFlightInfo() throws Exception {
        FlightInfo info = client.sql().execute(HeavyQuery.TEXT);
        try (ResultStream stream = client.open(info)) {
            awaitRunning();

            CancelStatus status = client.sql()
                    .cancelFlightInfo(new CancelFlightInfoRequest(info))
                    .getStatus();

            assertThat(status).isIn(CancelStatus.CANCELLED, CancelStatus.CANCELLING);
            assertGone();
            assertThatThrownBy(stream::next).satisfies(Failure.of("CANCELLED"));
            assertThat(client.sql()
                            .cancelFlightInfo(new CancelFlightInfoRequest(info))
                            .getStatus())
                    .isEqualTo(CancelStatus.CANCELLED);
        }
    }

    @Test
    void deadlineOfAStream() throws Exception {
        CallOption deadline = CallOptions.timeout(8, TimeUnit.SECONDS);
        FlightInfo info = client.sql().execute(HeavyQuery.TEXT);
        try (ResultStream stream = client.open(info, deadline)) {
            awaitRunning();

            assertThatThrownBy(stream::next).hasMessageContaining("deadline exceeded");

            assertGone();
        }
    }

    @Test
    void deadlineOfAnUpdate() {
        CallOption deadline = CallOptions.timeout(2, TimeUnit.SECONDS);

        assertThatThrownBy(() -> client.sql().executeUpdate(HEAVY_UPDATE, deadline))
                .isNotNull();

        assertGone();
        assertHeavyTableIsNotThere();
    }

    @Test
    void deadlineOfAnUpdateSentAsAQuery() {
        CallOption deadline = CallOptions.timeout(2, TimeUnit.SECONDS);

        assertThatThrownBy(() -> client.sql().execute(HEAVY_UPDATE, deadline)).isNotNull();

        assertGone();
        assertHeavyTableIsNotThere();
    }

    @Test
    void cancelOfTheCallOfAPreparedUpdate() throws Exception {
        Context.CancellableContext context = Context.current().withCancellation();
        try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare(HEAVY_UPDATE)) {
            CompletableFuture<Void> execution = run(() -> context.run(prepared::executeUpdate));
            awaitRunning();

            context.cancel(null);

            assertGone();
            assertThatThrownBy(() -> execution.get(5, TimeUnit.SECONDS)).isNotNull();
            assertHeavyTableIsNotThere();
        } finally {
            context.close();
        }
    }

    @Test
    void disconnectedClient() throws Exception {
        TestingClient leaving = cluster.client();
        FlightInfo info = leaving.sql().execute(HeavyQuery.TEXT);
        ResultStream stream = leaving.open(info);
        awaitRunning();

        stream.close();
        leaving.close();

        assertGone();
    }

    @Test
    void sessionThatIsClosed() throws Exception {
        try (ResultStream stream = client.open(HeavyQuery.TEXT)) {
            awaitRunning();

            client.sql().closeSession(new CloseSessionRequest());

            assertGone();
            assertThatThrownBy(stream::next).satisfies(Failure.of("CANCELLED"));
        }
    }

    private void awaitRunning() {
        eventually(Duration.ofSeconds(20), () -> {
            assertThat(cluster.server().runningStatements()).isPositive();
            assertThat(EngineProcess.of(cluster).busyProcessors()).isGreaterThan(0.6);
        });
    }

    private void assertGone() {
        eventually(GONE, () -> {
            assertThat(cluster.server().runningStatements()).isZero();
            assertThat(EngineProcess.of(cluster).busyProcessors())
                    .as(EngineProcess.of(cluster)::busyThreads)
                    .isLessThan(0.5);
        });
    }

    private void assertHeavyTableIsNotThere() {
        assertThat(cluster.query("SHOW TABLES IN lake.it LIKE 'heavy'").rows()).isEmpty();
    }

    private static CompletableFuture<Void> run(Execution execution) {
        return CompletableFuture.runAsync(() -> {
            try {
                execution.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private interface Execution {
        void run() throws Exception;
    }
}
