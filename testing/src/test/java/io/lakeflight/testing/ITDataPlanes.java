package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.query.QueryState;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Two data planes, of which one is started when it is used: where statements run, and what follows them there. */
@OnOwnCluster
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ITDataPlanes {
    private static final Duration IDLE = Duration.ofSeconds(6);
    private static final String TO_BATCH = "SET lakeflight.data_plane = batch";
    private static final String BACK = "RESET lakeflight.data_plane";

    private static TestingCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestingCluster.builder()
                .dataPlanes(TwoPlanes.planes(Start.EAGER, IDLE))
                .start();
        cluster.update("CREATE NAMESPACE lake.it");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Batch is asleep after the one before it. */
    @Test
    @Order(2)
    void batchRunsOnlyWhileItIsUsed() throws Exception {
        awaitAsleep();
        long interactive = EngineProcess.of(cluster, "interactive").pid();
        assertThat(cluster.query(TwoPlanes.WHERE).value()).isEqualTo(TwoPlanes.ON_INTERACTIVE);
        assertThat(cluster.server().engineProcesses("batch")).isEmpty();

        try (TestingClient client = cluster.client()) {
            client.update(TO_BATCH);
            assertThat(cluster.server().engineProcesses("batch")).isEmpty();
            CompletableFuture<Object> answer = CompletableFuture.supplyAsync(
                    () -> client.query(TwoPlanes.WHERE).value());
            eventually(Duration.ofSeconds(10), () -> assertThat(cluster.server().runningStatements(QueryState.STARTING))
                    .isEqualTo(1));
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(TwoPlanes.ON_BATCH);
            assertThat(cluster.server().engineProcesses("batch")).hasSize(1);

            awaitAsleep();
            assertThat(client.query(TwoPlanes.WHERE).value()).isEqualTo(TwoPlanes.ON_BATCH);
        }
        assertThat(EngineProcess.of(cluster, "interactive").pid()).isEqualTo(interactive);
    }

    @Test
    void planeIsChosenByAPropertyOfJdbc() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl() + "&data_plane=batch");
                Statement statement = connection.createStatement()) {
            assertThat(JdbcRows.read(statement.executeQuery(TwoPlanes.WHERE)).texts())
                    .containsExactly(List.of("'Asia/Tokyo'"));
            assertThat(JdbcRows.read(statement.executeQuery("SET lakeflight.data_plane"))
                            .texts())
                    .containsExactly(List.of("'lakeflight.data_plane'", "'batch'"));

            statement.execute(BACK);

            assertThat(JdbcRows.read(statement.executeQuery(TwoPlanes.WHERE)).texts())
                    .containsExactly(List.of("'UTC'"));
        }
    }

    @Test
    void planeIsChosenByAnOptionOfTheSession() {
        try (TestingClient client = cluster.client()) {
            assertThat(set(client, "batch")).isEmpty();
            assertThat(client.query(TwoPlanes.WHERE).value()).isEqualTo(TwoPlanes.ON_BATCH);

            assertThat(set(client, "bach"))
                    .containsExactly(Map.entry(
                            "data_plane",
                            new SetSessionOptionsResult.Error(SetSessionOptionsResult.ErrorValue.INVALID_VALUE)));
            assertThat(set(client, "")).isEmpty();
            assertThat(client.query(TwoPlanes.WHERE).value()).isEqualTo(TwoPlanes.ON_INTERACTIVE);
        }
    }

    @Test
    void unknownPlaneIsRefused() throws SQLException {
        try (TestingClient client = cluster.client()) {
            assertThatThrownBy(() -> client.update("SET lakeflight.data_plane = bach"))
                    .satisfies(Failure.of("INVALID_ARGUMENT"))
                    .hasMessageContaining("interactive, batch");
        }
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl() + "&data_plane=bach");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery(TwoPlanes.WHERE))
                    .hasMessageContaining("There is no data plane \"bach\"");
        }
    }

    @Test
    void stateOfTheSessionFollowsItEitherWay() {
        cluster.update("CREATE NAMESPACE lake.followed");
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.followed");
            client.update("SET spark.sql.shuffle.partitions = 3");
            client.update(TO_BATCH);
            assertThat(state(client)).isEqualTo("followed 3");

            client.update("USE lake.it");
            client.update("SET spark.sql.shuffle.partitions = 4");
            client.update(BACK);
            assertThat(state(client)).isEqualTo("it 4");

            client.update("SET spark.sql.shuffle.partitions = 5");
            client.update(TO_BATCH);
            assertThat(state(client)).isEqualTo("it 5");
        }
    }

    @Test
    void settingThatIsAnotherPlanesOwnIsKept() {
        try (TestingClient client = cluster.client()) {
            client.update("SET spark.sql.session.timeZone = " + TwoPlanes.ON_BATCH);
            client.update(TO_BATCH);
            client.update("USE lake.it");
            client.update(BACK);

            assertThat(client.query(TwoPlanes.WHERE).value()).isEqualTo(TwoPlanes.ON_BATCH);
        }
    }

    @Test
    void sessionStaysWhereItsTemporaryViewsAre() {
        try (TestingClient client = cluster.client()) {
            client.update("CREATE TEMPORARY VIEW mine AS SELECT 1 AS id");

            assertThatThrownBy(() -> client.update(TO_BATCH))
                    .satisfies(Failure.of("INVALID_ARGUMENT"))
                    .hasMessageContaining("on data plane \"interactive\"");
            assertThat(set(client, "batch")).containsOnlyKeys("data_plane");
            assertThat(client.query("SELECT id FROM mine").value()).isEqualTo(1);

            client.update("DROP VIEW mine");
            client.update(TO_BATCH);
            client.update("CREATE TEMPORARY VIEW mine AS SELECT current_timezone() AS zone");
            client.update(BACK);
            assertThat(client.query("SELECT zone FROM mine").value()).isEqualTo(TwoPlanes.ON_BATCH);
            client.update("DROP VIEW mine");
        }
    }

    @Test
    @Order(1)
    void engineStaysAsLongAsItHoldsTemporaryViews() throws Exception {
        try (TestingClient client = cluster.client()) {
            client.update(TO_BATCH);
            client.update("CREATE TEMPORARY VIEW kept AS SELECT 1 AS id");
            long batch = EngineProcess.of(cluster, "batch").pid();

            // That something does not happen can only be waited for.
            TimeUnit.SECONDS.sleep(IDLE.toSeconds() + 8);

            assertThat(EngineProcess.of(cluster, "batch").pid()).isEqualTo(batch);
            assertThat(client.query("SELECT id FROM kept").value()).isEqualTo(1);
            client.update("DROP VIEW kept");
            awaitAsleep();
        }
    }

    @Test
    void ticketIsReadWhereItWasPlanned() {
        try (TestingClient client = cluster.client()) {
            FlightInfo info = client.sql().execute(TwoPlanes.WHERE);
            client.update(TO_BATCH);

            assertThat(client.read(info).value()).isEqualTo(TwoPlanes.ON_INTERACTIVE);
        }
    }

    @Test
    void ticketIsNotReadInAnotherStateOfTheSession() {
        try (TestingClient client = cluster.client()) {
            FlightInfo info = client.sql().execute(TwoPlanes.WHERE);
            client.update(TO_BATCH);
            client.update("USE lake.it");

            assertThatThrownBy(() -> client.read(info)).satisfies(Failure.of("NOT_FOUND"));
        }
    }

    @Test
    void preparedStatementRunsOnThePlaneChosenSince() throws SQLException {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(TwoPlanes.WHERE)) {
            assertThat(JdbcRows.read(prepared.executeQuery()).texts()).containsExactly(List.of("'UTC'"));

            statement.execute(TO_BATCH);

            assertThat(JdbcRows.read(prepared.executeQuery()).texts()).containsExactly(List.of("'Asia/Tokyo'"));
        }
    }

    @Test
    void insertOnBatchTakesPlaceOnce() throws SQLException {
        cluster.update("CREATE TABLE lake.it.once (id INT)");
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl() + "&data_plane=batch");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO lake.it.once VALUES (1), (2)");
        }

        assertThat(cluster.query("SELECT count(*) FROM lake.it.once").value()).isEqualTo(2L);
        assertThat(cluster.query("SELECT count(DISTINCT summary['lakeflight.query-id']) FROM lake.it.once.snapshots")
                        .value())
                .isEqualTo(1L);
    }

    @Test
    void cancelReachesBatch() throws Exception {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl() + "&data_plane=batch");
                Statement statement = connection.createStatement()) {
            statement.executeQuery(TwoPlanes.WHERE).close();
            EngineProcess batch = EngineProcess.of(cluster, "batch");
            CompletableFuture<Void> execution = CompletableFuture.runAsync(() -> execute(statement, HeavyQuery.TEXT));
            awaitRunning(batch);

            statement.cancel();

            eventually(Duration.ofSeconds(2), () -> {
                assertThat(cluster.server().runningStatements()).isZero();
                assertThat(batch.busyProcessors()).as(batch::busyThreads).isLessThan(0.5);
            });
            assertThatThrownBy(() -> execution.get(5, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void deathOfBatchHarmsNothingElse() throws Exception {
        try (TestingClient client = cluster.client()) {
            client.update(TO_BATCH);
            client.query(TwoPlanes.WHERE);
            CompletableFuture<Throwable> failure =
                    failureOf(() -> client.update("CREATE TABLE lake.it.lost AS " + HeavyQuery.TEXT));
            EngineProcess batch = EngineProcess.of(cluster, "batch");
            awaitRunning(batch);
            long interactive = EngineProcess.of(cluster, "interactive").pid();

            cluster.killEngine("batch");

            assertThat(failure.get(30, TimeUnit.SECONDS))
                    .satisfies(Failure.of("UNAVAILABLE"))
                    .hasMessageContaining("had no effect");
            assertThat(cluster.query("SHOW TABLES IN lake.it LIKE 'lost'").rows())
                    .isEmpty();
            assertThat(EngineProcess.of(cluster, "interactive").pid()).isEqualTo(interactive);
            assertThat(client.query(TwoPlanes.WHERE).value()).isEqualTo(TwoPlanes.ON_BATCH);
        }
    }

    private static void awaitRunning(EngineProcess engine) {
        eventually(Duration.ofSeconds(20), () -> {
            // One that is still being planned would be planned again by the next engine, and executed there for hours.
            assertThat(cluster.server().runningStatements(QueryState.RUNNING)).isEqualTo(1);
            assertThat(engine.busyProcessors()).isGreaterThan(0.4);
        });
    }

    private static void awaitAsleep() {
        eventually(Duration.ofSeconds(40), () -> assertThat(cluster.server().engineProcesses("batch"))
                .isEmpty());
    }

    private static String state(TestingClient client) {
        return client.query("SELECT current_schema()").value() + " "
                + client.query("SET spark.sql.shuffle.partitions").rows().get(0).get(1);
    }

    private static Map<String, SetSessionOptionsResult.Error> set(TestingClient client, String plane) {
        return client.sql()
                .setSessionOptions(new SetSessionOptionsRequest(
                        Map.of("data_plane", SessionOptionValueFactory.makeSessionOptionValue(plane))))
                .getErrors();
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.executeQuery(sql).close();
        } catch (SQLException e) {
            throw CallStatus.CANCELLED.withCause(e).toRuntimeException();
        }
    }

    private static CompletableFuture<Throwable> failureOf(Runnable work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                work.run();
                throw new AssertionError("It did not fail");
            } catch (FlightRuntimeException e) {
                return e;
            }
        });
    }
}
