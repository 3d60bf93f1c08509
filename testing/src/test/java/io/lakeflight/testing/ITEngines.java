package io.lakeflight.testing;

import static io.lakeflight.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig;
import io.lakeflight.server.control.DataPlaneConfig.Purpose;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlanesConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A data plane of two engines: which one a statement gets, what follows a session from one to the other, and a death. */
@OnOwnCluster
@Timeout(120)
final class ITEngines {
    private static TestingCluster cluster;

    private final List<TestingClient> clients = new ArrayList<>();
    private final List<ResultStream> heavy = new ArrayList<>();

    @BeforeAll
    static void start() {
        DataPlaneConfig interactive = new DataPlaneConfig(
                Start.EAGER,
                2,
                "local[1]",
                "1g",
                DataPlaneConfig.DEFAULTS.timeouts(),
                Purpose.ANY,
                List.of(
                        "SELECT count(*) FROM range(10)",
                        "SELECT * FROM lake.nothing.here",
                        "CREATE NAMESPACE lake.warm"),
                Map.of());
        cluster = TestingCluster.builder()
                .dataPlanes(DataPlanesConfig.DEFAULTS.with("interactive", interactive))
                .start();
        cluster.update("CREATE NAMESPACE lake.it");
    }

    @BeforeEach
    void awaitBoth() {
        // A process that is there may still be starting: then all clients would get the other engine.
        eventually(Duration.ofSeconds(60), () -> {
            assertThat(cluster.server().engineProcesses()).hasSize(2);
            assertThat(cluster.query("SELECT count(*) FROM system.engines WHERE state = 'READY'")
                            .value())
                    .isEqualTo(2L);
        });
    }

    @AfterEach
    void disconnect() {
        heavy.forEach(ResultStream::close);
        clients.forEach(TestingClient::close);
        eventually(Duration.ofSeconds(20), () -> assertThat(cluster.server().runningStatements())
                .isZero());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void engineHasTheTaskSlotsOfItsMasterAndIsWarmedUpByQueriesOnly() {
        assertThat(cluster.query("SELECT count(DISTINCT p) FROM (SELECT spark_partition_id() AS p FROM range(1000))")
                        .value())
                .isEqualTo(1L);
        assertThat(cluster.query("SHOW SCHEMAS IN lake LIKE 'warm'").rows()).isEmpty();
    }

    @Test
    void sessionsAreSharedOut() {
        List<TestingClient> four = clients(4);

        assertThat(four.stream().map(ITEngines::engineOf).distinct()).hasSize(2);
    }

    @Test
    void explanationNamesTheEngineAndItsLoad() {
        TestingClient client = clients(1).get(0);

        assertThat(engineStep(client))
                .startsWith("ready")
                .endsWith("the session is open there, of 2 ready; 0 statements at work there");

        client.update("CREATE TEMPORARY VIEW mine AS SELECT 1 AS id");
        assertThat(engineStep(client)).contains("the session's state is there, of 2 ready");
    }

    @Test
    void stateOfASessionGoesToTheLessBusyEngineAndTemporaryViewsStay() {
        List<TestingClient> four = clients(4);
        String busy = engineOf(four.get(0));
        TestingClient free = four.get(0);
        TestingClient bound = clients(2).stream()
                .filter(client -> engineOf(client).equals(busy))
                .findFirst()
                .orElseThrow();
        bound.update("CREATE TEMPORARY VIEW mine AS SELECT 17 AS id");
        free.update("USE lake.it");
        free.update("SET spark.sql.shuffle.partitions = 3");
        assertThat(engineOf(free)).isEqualTo(busy);

        keepBusy(busy);

        assertThat(engineOf(free)).isNotEqualTo(busy);
        assertThat(free.query("SELECT current_schema()").value()).isEqualTo("it");
        assertThat(free.query("SET spark.sql.shuffle.partitions").rows().get(0).get(1))
                .isEqualTo("3");
        assertThat(engineOf(bound)).isEqualTo(busy);
        assertThat(bound.query("SELECT id FROM mine").value()).isEqualTo(17);
    }

    @Test
    void deathOfOneEngineHarmsOnlyItsOwnStatements() throws Exception {
        List<TestingClient> two = clients(2);
        TestingClient survivor = two.get(0);
        TestingClient victim = two.get(1);
        String dying = engineOf(victim);
        long living = processOf(engineOf(survivor));
        ResultStream stream = survivor.open(survivor.sql().execute("SELECT id FROM range(200000000)"));
        heavy.add(stream);
        assertThat(stream.next()).isTrue();
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(
                        () -> victim.update("CREATE TABLE lake.it.lost AS " + HeavyQuery.TEXT))
                .handle((rows, reason) -> reason);
        eventually(Duration.ofSeconds(30), () -> assertThat(loadOf(dying)).isEqualTo(1));

        ProcessHandle.of(processOf(dying)).orElseThrow().destroyForcibly();

        assertThat(failure.get(30, TimeUnit.SECONDS).getCause())
                .satisfies(Failure.of("UNAVAILABLE"))
                .hasMessageContaining("had no effect");
        // The other engine answers, so that nobody waits for the next one.
        assertThat(victim.query("SELECT 1 + id FROM range(1)").value()).isEqualTo(1L);
        assertThat(stream.next()).isTrue();
        awaitBoth();
        assertThat(cluster.server().engineProcesses())
                .extracting(ProcessHandle::pid)
                .contains(living);
        assertThat(cluster.query("SHOW TABLES IN lake.it LIKE 'lost'").rows()).isEmpty();
    }

    @Test
    void lossOfTemporaryViewsIsToldThoughAnotherEngineAnswers() {
        TestingClient client = clients(1).get(0);
        client.update("CREATE TEMPORARY VIEW mine AS SELECT 1 AS id");

        ProcessHandle.of(processOf(engineOf(client))).orElseThrow().destroyForcibly();

        assertThatThrownBy(() -> client.query("SELECT id FROM mine"))
                .satisfies(Failure.of("UNAVAILABLE"))
                .hasMessageContaining("temporary views");
        client.update("CREATE TEMPORARY VIEW mine AS SELECT 2 AS id");
        assertThat(client.query("SELECT id FROM mine").value()).isEqualTo(2);
    }

    @Test
    void insertsOnBothEnginesTakePlaceOnce() {
        cluster.update("CREATE TABLE lake.it.once (id INT)");
        List<TestingClient> four = clients(4);

        four.parallelStream().forEach(client -> client.update("INSERT INTO lake.it.once VALUES (1)"));

        assertThat(cluster.query("SELECT count(*) FROM lake.it.once").value()).isEqualTo(4L);
        assertThat(cluster.query("SELECT count(DISTINCT summary['lakeflight.query-id']) FROM lake.it.once.snapshots")
                        .value())
                .isEqualTo(4L);
    }

    /** Clients that have a session on an engine each. */
    private List<TestingClient> clients(int count) {
        List<TestingClient> made =
                IntStream.range(0, count).mapToObj(number -> cluster.client()).toList();
        clients.addAll(made);
        made.forEach(client -> client.query("SELECT 1 + id FROM range(1)"));
        return made;
    }

    /** Two statements that go on until the end of the test. */
    private void keepBusy(String engine) {
        clients(4).stream()
                .filter(client -> engineOf(client).equals(engine))
                .limit(2)
                .forEach(client -> {
                    ResultStream stream = client.open(client.sql().execute("SELECT id FROM range(200000000)"));
                    heavy.add(stream);
                    assertThat(stream.next()).isTrue();
                });
        assertThat(loadOf(engine)).isEqualTo(2);
    }

    private static String engineStep(TestingClient client) {
        List<Object> step = client.query("EXPLAIN ROUTE SELECT 1 + id FROM range(1)").rows().stream()
                .filter(row -> row.get(0).equals("engine"))
                .findFirst()
                .orElseThrow();
        return step.get(2) + " " + step.get(1) + ": " + step.get(3);
    }

    private static String engineOf(TestingClient client) {
        return engineStep(client).split("[ :]")[1];
    }

    private static long processOf(String engine) {
        return (Long) cluster.query("SELECT process_id FROM system.engines WHERE engine_id = '" + engine + "'")
                .value();
    }

    private static long loadOf(String engine) {
        return (Long) cluster.query("SELECT statements FROM system.engines WHERE engine_id = '" + engine + "'")
                .value();
    }
}
