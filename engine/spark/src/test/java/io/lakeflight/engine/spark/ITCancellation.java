package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.protocol.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ITCancellation {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String SLOW =
            "SELECT count(*) FROM range(1000000) a CROSS JOIN range(1000000) b WHERE a.id * b.id %% 7 = %d";

    private static final String READ_AHEAD = "spark.lakeflight.result.readAhead";
    private static final String MOST_UNREAD = "spark.lakeflight.result.mostUnread";
    private static final String IDLE = "spark.lakeflight.result.idle";

    private final TestingEngine engine = TestingEngine.shared();

    @Test
    void runningQueryStops() {
        Statement statement = engine.statement("s", SLOW.formatted(8));
        CompletableFuture<EngineError> error =
                CompletableFuture.supplyAsync(() -> TestingEngine.errorOf(() -> engine.rows(statement)));
        TestingEngine.eventually(() -> engine.activeTasks() > 0);

        engine.cancel(statement.getQueryId());

        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0);
        assertThat(error.join().getCategory()).isEqualTo(ErrorCategory.CANCELED);
        assertThat(error.join().getSqlState()).isEqualTo("57014");
    }

    @Test
    void runningInsertStops() {
        engine.execute("CREATE TABLE never (n BIGINT)");
        Statement statement = engine.statement("s", "INSERT INTO never " + SLOW.formatted(9));
        CompletableFuture<EngineError> error =
                CompletableFuture.supplyAsync(() -> TestingEngine.errorOf(() -> engine.execute(statement)));
        TestingEngine.eventually(() -> engine.activeTasks() > 0);

        engine.cancel(statement.getQueryId());

        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0);
        assertThat(error.join().getSqlState()).isEqualTo("57014");
        assertThat(engine.rows("SELECT * FROM never")).isEmpty();
    }

    @Test
    void cancelBeforeTheStatementWins() {
        Statement statement = engine.statement("s", "SELECT 1");
        engine.cancel(statement.getQueryId());
        assertThat(TestingEngine.errorOf(() -> engine.rows(statement)).getSqlState())
                .isEqualTo("57014");
    }

    @Test
    void smallStatementPassesManyHeavyOnes() {
        String manyTasks = "SELECT count(*) FROM range(0, 1000000, 1, 20000) a CROSS JOIN range(1000) b "
                + "WHERE (a.id * b.id) %% 7 = %d";
        List<Statement> heavy = IntStream.range(0, 4)
                .mapToObj(i -> engine.statement("s", manyTasks.formatted(i)))
                .toList();
        List<CompletableFuture<EngineError>> errors = heavy.stream()
                .map(statement -> CompletableFuture.supplyAsync(
                        () -> TestingEngine.errorOf(() -> engine.rows(statement)), call -> new Thread(call).start()))
                .toList();
        try {
            TestingEngine.eventually(() -> engine.activeJobs() >= heavy.size());

            assertThat(engine.rows("SELECT count(*) FROM range(0, 1000, 1, 8)")).isEqualTo(List.of(List.of(1000L)));

            assertThat(errors).noneMatch(CompletableFuture::isDone);
        } finally {
            heavy.forEach(statement -> engine.cancel(statement.getQueryId()));
        }
        assertThat(errors)
                .allSatisfy(error -> assertThat(error.join().getSqlState()).isEqualTo("57014"));
        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0);
    }

    @Test
    void statementsWithEndlessTasksKeepNobodyOut() {
        String endless = "SELECT max(sqrt(id) * sin(id + %d)) FROM range(0, 1000000000000, 1, 2)";
        List<Statement> heavy = IntStream.range(0, 3)
                .mapToObj(i -> engine.statement("s", endless.formatted(i)))
                .toList();
        List<CompletableFuture<EngineError>> errors = heavy.stream()
                .map(statement -> CompletableFuture.supplyAsync(
                        () -> TestingEngine.errorOf(() -> engine.rows(statement)), call -> new Thread(call).start()))
                .toList();
        try {
            TestingEngine.eventually(() -> engine.activeJobs() == heavy.size() && engine.activeTasks() >= 3);

            assertThat(engine.rows("SELECT count(*) FROM range(0, 1000, 1, 8)")).isEqualTo(List.of(List.of(1000L)));
        } finally {
            heavy.forEach(statement -> engine.cancel(statement.getQueryId()));
        }
        assertThat(errors)
                .allSatisfy(error -> assertThat(error.join().getSqlState()).isEqualTo("57014"));
        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0);
    }

    @Test
    void stalledReaderHoldsNoTaskAndOthersProceed() throws Exception {
        Statement statement = engine.statement("s", "SELECT id, uuid() AS u FROM range(0, 6000000, 1, 60)");
        try (FlightStream stream = engine.stream(statement)) {
            assertThat(stream.next()).isTrue();

            TestingEngine.eventually(() -> engine.activeTasks() == 0 && engine.storedBlocks() > 0);
            assertThat(engine.rows("SELECT count(*) FROM range(1000, 2000, 1, 4)")
                            .get(0)
                            .get(0))
                    .isEqualTo(1000L);
            assertThat(engine.storedBlocks()).isLessThan(100);

            engine.cancel(statement.getQueryId());
            TestingEngine.eventually(SOON, () -> engine.storedBlocks() == 0);
        } catch (FlightRuntimeException e) {
            assertThat(TestingEngine.error(e).getSqlState()).isEqualTo("57014");
        }
    }

    @Test
    void tasksFarAheadOfTheReaderLeaveTheirCores() throws Exception {
        String shuffledPartitionsFirst = "SELECT id, 'a' AS s FROM (SELECT DISTINCT id * 7 AS id FROM range(100)) "
                + "UNION ALL SELECT id, repeat('y', 1000) FROM range(0, 60000, 1, 2)";

        withSettings(Map.of(READ_AHEAD, "4m"), () -> {
            assertThat(count(engine.statement("s", shuffledPartitionsFirst))).isEqualTo(60_100);
            assertThat(engine.storedBlocks()).isZero();
        });
    }

    @Test
    void stalledReadersOfHugePartitionsLendTheirCores() throws Exception {
        String huge = "SELECT id, repeat('y', 1000) AS y FROM range(0, 600000, 1, 2)";

        withSettings(Map.of(READ_AHEAD, "4m", MOST_UNREAD, "0", IDLE, "1s"), () -> {
            List<FlightStream> stalled = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                FlightStream stream = engine.stream(engine.statement("s", huge));
                assertThat(stream.next()).isTrue();
                stalled.add(stream);
            }
            TestingEngine.eventually(() -> engine.activeTasks() == stalled.size());

            for (int repeat = 0; repeat < 10; repeat++) {
                assertThat(engine.rows("SELECT count(*) FROM range(0, 1000, 1, 4)"))
                        .containsExactly(List.of(1000L));
            }
            for (FlightStream stream : stalled) {
                int first = stream.getRoot().getRowCount();
                assertThat(first + drain(stream)).isEqualTo(600_000);
                stream.close();
            }
            TestingEngine.eventually(() -> engine.activeTasks() == 0 && engine.storedBlocks() == 0);
        });
    }

    @Test
    void moreStalledReadersThanSpareSlotsLoseTheirCores() throws Exception {
        String huge = "SELECT id, repeat(uuid(), 100) AS u FROM range(0, 1000000000, 1, 2)";

        withSettings(Map.of(READ_AHEAD, "4m", MOST_UNREAD, "16m", IDLE, "1s"), () -> {
            List<FlightStream> lending = new ArrayList<>();
            for (int slot = 0; slot < TestingEngine.SPARE_SLOTS; slot++) {
                FlightStream stream = engine.stream(engine.statement("s", huge));
                assertThat(stream.next()).isTrue();
                lending.add(stream);
            }
            TestingEngine.eventually(() -> engine.activeTasks() == lending.size());
            try (FlightStream one = engine.stream(engine.statement("s", huge));
                    FlightStream other = engine.stream(engine.statement("s", huge))) {
                assertThat(one.next()).isTrue();
                assertThat(other.next()).isTrue();

                assertThat(engine.rows("SELECT count(*) FROM range(0, 1000, 1, 4)"))
                        .containsExactly(List.of(1000L));
                TestingEngine.eventually(() -> engine.activeTasks() == lending.size());
                EngineError error = TestingEngine.errorOf(() -> drain(one));
                assertThat(error.getCondition()).isEqualTo("RESULT_NOT_READ");
                assertThat(error.getCategory()).isEqualTo(ErrorCategory.RESOURCES);
            }
            for (FlightStream stream : lending) {
                stream.cancel("enough", null);
            }
            TestingEngine.eventually(() -> engine.activeTasks() == 0 && engine.storedBlocks() == 0);
        });
    }

    @Test
    void readerThatGoesAwayStopsTheQuery() throws Exception {
        Statement statement = engine.statement("s", "SELECT id, uuid() AS u FROM range(0, 6000000, 1, 60)");
        try (FlightStream stream = engine.stream(statement)) {
            assertThat(stream.next()).isTrue();
            stream.cancel("enough", null);
        } catch (FlightRuntimeException e) {
            assertThat(e.status().code()).isEqualTo(FlightStatusCode.CANCELLED);
        }
        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0 && engine.storedBlocks() == 0);
    }

    /** Whether the stream notices first or the cancel arrives first, no task may stay behind waiting for a reader. */
    @RepeatedTest(10)
    void readerThatGoesAwayEndsTasksThatWouldNever() throws Exception {
        Statement statement = engine.statement(
                "s", "SELECT a.id, uuid() AS u FROM range(0, 1000000, 1, 2) a CROSS JOIN range(1000000) b");
        try (FlightStream stream = engine.stream(statement)) {
            assertThat(stream.next()).isTrue();
            TestingEngine.eventually(() -> engine.storedBlocks() > 20);
            stream.cancel("enough", null);
        } catch (FlightRuntimeException e) {
            assertThat(e.status().code()).isEqualTo(FlightStatusCode.CANCELLED);
        }
        TestingEngine.eventually(SOON, () -> engine.activeJobs() == 0 && engine.storedBlocks() == 0);
    }

    @Test
    void millionsOfRowsStreamInBoundedMemory() throws Exception {
        long rows = 0;
        try (FlightStream stream = engine.stream(engine.statement("s", "SELECT id, id * 2 AS d FROM range(6000000)"))) {
            while (stream.next()) {
                rows += stream.getRoot().getRowCount();
            }
        }
        assertThat(rows).isEqualTo(6_000_000);
        assertThat(engine.storedBlocks()).isZero();
    }

    private long count(Statement statement) throws Exception {
        try (FlightStream stream = engine.stream(statement)) {
            return drain(stream);
        }
    }

    private static long drain(FlightStream stream) {
        long rows = 0;
        while (stream.next()) {
            rows += stream.getRoot().getRowCount();
        }
        return rows;
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Statements read these properties of Spark when they start. */
    private static void withSettings(Map<String, String> settings, Body body) throws Exception {
        SparkConf conf = SparkEnv.get().conf();
        settings.forEach(conf::set);
        try {
            body.run();
        } finally {
            settings.keySet().forEach(conf::remove);
        }
    }
}
