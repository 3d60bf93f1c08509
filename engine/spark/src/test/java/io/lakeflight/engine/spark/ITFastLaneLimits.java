package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.OperatingSystemMXBean;
import io.grpc.ManagedChannel;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.TestingLane.Answer;
import io.lakeflight.engine.spark.fastlane.FastLane;
import io.lakeflight.engine.spark.fastlane.FastLaneSettings;
import io.lakeflight.engine.spark.fastlane.LaneAnswer;
import io.lakeflight.engine.spark.fastlane.LaneOptions;
import io.lakeflight.engine.spark.fastlane.LaneRequest;
import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheSettings;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.run.TestingQueries;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.StatementAnalyzer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.RemoveShuffleFiles$;
import org.apache.spark.sql.util.ArrowUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;

/** What is too much for the fast lane is Spark's, ends when it is told to, and leaves nothing behind. */
class ITFastLaneLimits {
    private static final Duration SOON = Duration.ofMillis(100);
    /** A machine may be busy with something else just then. */
    private static final int TRIES = 5;
    /** Takes DuckDB minutes. */
    private static final String LONG =
            "SELECT count(*) FROM ids a JOIN ids b ON a.id + b.id > 7 JOIN ids c ON b.id + c.id > 9";

    private static final int DEAF_TRIES = 12;
    private static final Duration BEGUN_CPU = Duration.ofMillis(500);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final TestingEngine engine = TestingEngine.shared();
    private final TestingLane lane = new TestingLane("fast-limits");
    private final FastLane shared = engine.server().fastLane();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @TempDir
    private Path directory;

    @BeforeEach
    void createTable() {
        lane.execute("CREATE TABLE IF NOT EXISTS ids USING iceberg AS SELECT id, concat('n', id) AS name"
                + " FROM range(0, 100000, 1, 1)");
    }

    @Test
    void resultOfTooManyRowsIsLeftToSpark() {
        String sql = "SELECT a.id, b.id FROM ids a CROSS JOIN ids b WHERE b.id < %d";

        lane.requireFast(sql.formatted(2));
        lane.requireRefused(sql.formatted(5), "fast-lane.max-result-rows");
    }

    /** DuckDB sorts them without looking whether it is cancelled. */
    @Test
    void valuesThatAreSortedAtOnceAreCounted() {
        String rows = " FROM ids a CROSS JOIN ids b WHERE b.id < %d AND a.id < 90000";
        String one = "SELECT median(a.id), percentile(a.id, 0.9), max(b.id)" + rows;
        String two = "SELECT b.id, median(a.id), percentile(a.id + b.id, 0.1)" + rows + " GROUP BY b.id";

        lane.requireFast(one.formatted(11));
        lane.requireRefused(one.formatted(12), "DuckDB gave it up");
        lane.requireFast(two.formatted(5));
        lane.requireRefused(two.formatted(6), "DuckDB gave it up");
    }

    /** There are ten medians, of 100,000 rows each. Of the first rows only, no group would be what is asked for. */
    @Test
    void groupsOfSomeRowsAnswerNothing() {
        String table =
                "CREATE OR REPLACE TABLE %s USING iceberg AS SELECT id DIV 1000 AS id, id DIV %d AS part FROM range(0, %d, 1, 1)";
        lane.execute(table.formatted("small", 90_000, 90_001));
        lane.execute(table.formatted("large", 115_000, 115_001));
        String medians =
                IntStream.range(0, 10).mapToObj(i -> "median(id + " + i + ")").collect(Collectors.joining(" + "));
        String groups = "SELECT part, " + medians + " AS m, avg(id) AS b, count(*) AS n FROM %s GROUP BY part";
        for (String asked : List.of(
                groups + " HAVING m > 600",
                groups + " HAVING avg(id) > 56",
                groups + " HAVING m IS NOT NULL AND abs(m) > 600",
                "SELECT " + medians + " FROM %s HAVING max(id) > 110",
                "SELECT * FROM (" + groups + ") WHERE m + part > 600",
                "SELECT i.id, m FROM ids i LEFT JOIN (" + groups + ") ON part = i.id AND b > 56 WHERE i.id < 3",
                "SELECT i.id, m FROM ids i JOIN (" + groups + ") ON n = i.id + 115000 WHERE i.id < 3")) {
            lane.requireFast(asked.formatted("small"));
            lane.requireRefused(asked.formatted("large"), "DuckDB gave it up");
        }
    }

    @Test
    void bytesAndRowsOfFilesAreCounted() throws Exception {
        assertThat(reason(settings(1_000, 1 << 20, 256, "9s"), "SELECT count(*) FROM ids WHERE id > 3"))
                .isEqualTo("more bytes than fast-lane.max-bytes");
        assertThat(reason(settings(1 << 30, 99_999, 256, "9s"), "SELECT count(*) FROM ids WHERE id > 3"))
                .isEqualTo("more rows than fast-lane.max-rows");
        assertThat(reason(settings(1 << 30, 100_000, 256, "9s"), "SELECT count(*) FROM ids WHERE id > 3"))
                .isEmpty();
    }

    /** The numbers compress to nothing, which only the table's statistics tell; by its type a number is a third of a row. */
    @Test
    void columnsThatAreNotReadDoNotCount() throws Exception {
        lane.execute("CREATE TABLE IF NOT EXISTS wide_rows USING iceberg AS SELECT CAST(7 AS BIGINT) AS n,"
                + " sha2(CAST(id AS STRING), 256) AS text FROM range(0, 20000, 1, 1)");
        String numbers = "SELECT count(*), sum(n) FROM wide_rows WHERE n > 3";
        String texts = "SELECT max(text) FROM wide_rows WHERE n > 3";

        assertThat(reason(knowing(10_000, 1 << 24), numbers)).isEmpty();
        assertThat(reason(knowing(10_000, 0), numbers)).isEqualTo("more bytes than fast-lane.max-bytes");
        assertThat(reason(knowing(10_000, 1 << 24), texts)).isEqualTo("more bytes than fast-lane.max-bytes");
    }

    @Test
    void memoryAndSpilledBytesHaveALimit() throws Exception {
        String sql = "SELECT count(DISTINCT concat(name, repeat('x', %d))) FROM ids WHERE id > 3";

        assertThat(reason(settings(1 << 30, 1 << 20, 512, "60s"), sql.formatted(1_000)))
                .isEmpty();
        assertThat(reason(settings(1 << 30, 1 << 20, 16, "60s"), sql.formatted(1_000)))
                .isEqualTo("DuckDB gave it up");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void timeHasALimit() throws Exception {
        long begun = System.nanoTime();

        assertThat(reason(settings(1 << 30, 1 << 20, 256, "300ms"), LONG))
                .isEqualTo("it took longer than fast-lane.timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    private static FastLaneSettings settings(long bytes, long rows, int megabytes, String timeout) {
        Duration patience = Duration.parse("PT" + timeout.replace("300ms", "0.3s"));
        return new FastLaneSettings(
                true, bytes, rows, rows, (long) megabytes << 20, 2, 1, patience, 0, 0, Optional.empty());
    }

    private static FastLaneSettings knowing(long bytes, long knownBytes) {
        return new FastLaneSettings(
                true, bytes, 1 << 20, 1 << 20, 256 << 20, 2, 1, Duration.ofSeconds(9), knownBytes, 0, Optional.empty());
    }

    /** Why a lane of these settings does not answer a query; empty if it does. */
    private String reason(FastLaneSettings settings, String sql) throws Exception {
        EngineSession session = engine.server().sessions().find("fast-limits");
        Path scratch = Files.createDirectory(directory.resolve("lane"));
        try (FastLane own = FastLane.start(settings, DataCacheSettings.NONE, scratch, timer)) {
            return session.call(() -> {
                Statement asked = lane.statement(sql);
                AnalyzedStatement statement =
                        StatementAnalyzer.analyze(session, asked).get(0);
                LaneOptions options = new LaneOptions(false, false);
                try (RunningQuery query =
                                TestingQueries.start("q", session.spark().sparkContext());
                        LaneAnswer answer = own.answer(new LaneRequest(
                                session,
                                new Asked(asked),
                                statement,
                                optimised(session, statement),
                                options,
                                query,
                                Optional.empty()))) {
                    assertThat(answer.isThere()).isEqualTo(answer.reason().isEmpty());
                    return answer.reason();
                }
            });
        } finally {
            Files.deleteIfExists(scratch.resolve("journal"));
            Files.delete(scratch);
        }
    }

    private static LogicalPlan optimised(EngineSession session, AnalyzedStatement statement) {
        return new QueryExecution(
                        session.spark(),
                        statement.plan(),
                        new QueryPlanningTracker(Option.empty()),
                        CommandExecutionMode.SKIP(),
                        RemoveShuffleFiles$.MODULE$,
                        true)
                .optimizedPlan();
    }

    /** Each lane has its share of the processors: with one as full as can be, the other one goes on. */
    @Test
    void lanesLeaveEachOtherTheirCores() throws Exception {
        List<Work> full = new ArrayList<>();
        try {
            while (shared.atWork() < TestingEngine.FAST_STATEMENTS) {
                int wanted = shared.atWork() + 1;
                full.add(start(lane.statement(LONG)));
                TestingEngine.eventually(() -> shared.atWork() == wanted);
            }
            assertThat(lane.spark("SELECT sum(id) FROM range(10000)").rows()).hasSize(1);
            Answer beyond = lane.fast("SELECT max(name) FROM ids WHERE id > 3");
            assertThat(beyond.execution().getLaneReason()).contains("as many statements are at work");
            assertThat(beyond.rows()).containsExactly(List.of("n99999"));
            assertThat(shared.atWork()).isEqualTo(TestingEngine.FAST_STATEMENTS);

            Work waiting = start(lane.statement("SELECT min(name) FROM ids WHERE id > 3"));
            engine.cancel(waiting.statement.getQueryId());
            waiting.requireCanceled();
            assertThat(shared.waiting()).isZero();
        } finally {
            full.forEach(work -> engine.cancel(work.statement.getQueryId()));
        }
        full.forEach(Work::requireCanceled);
        TestingEngine.eventually(() -> shared.atWork() == 0);

        Work spark =
                start(lane
                        .statement("SELECT sum(length(repeat(concat('x', id), 1000))) FROM range(0, 1000000000, 1, 8)")
                        .toBuilder()
                        .setSparkOnly(true)
                        .build());
        TestingEngine.eventually(() -> engine.activeTasks() > 0);
        Answer fast = lane.fast("SELECT max(name) FROM ids WHERE id > 5");
        assertThat(fast.execution().getFast()).isTrue();
        assertThat(fast.rows()).containsExactly(List.of("n99999"));
        assertThat(spark.answer).isNotDone();
        engine.cancel(spark.statement.getQueryId());
        spark.requireCanceled();
    }

    private record Work(Statement statement, CompletableFuture<Answer> answer) {
        void requireCanceled() {
            assertThatThrownBy(answer::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(FlightRuntimeException.class);
        }
    }

    private Work start(Statement statement) {
        return new Work(statement, CompletableFuture.supplyAsync(() -> lane.answer(statement)));
    }

    @Test
    void cancelEndsTheWorkSoon() {
        List<Duration> taken = new ArrayList<>();
        while (taken.size() < TRIES && taken.stream().noneMatch(time -> time.compareTo(SOON) <= 0)) {
            Work work = start(lane.statement(LONG));
            TestingEngine.eventually(() -> shared.atWork() > 0);
            long asked = System.nanoTime();
            engine.cancel(work.statement.getQueryId());
            work.requireCanceled();
            TestingEngine.eventually(() -> shared.atWork() == 0);
            taken.add(Duration.ofNanos(System.nanoTime() - asked));
        }
        assertThat(taken).anyMatch(time -> time.compareTo(SOON) <= 0);
    }

    /** In these DuckDB does not always look at an interrupt: whoever waits for it is free all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT max(r) FROM (SELECT rank() OVER (PARTITION BY a.id % 2 ORDER BY a.name, b.id) AS r"
                        + " FROM ids a CROSS JOIN ids b WHERE b.id < 40)",
                "SELECT count(b.id) FROM deaf_rows a LEFT JOIN deaf_rows b ON a.k = b.k AND a.low > b.high",
                "SELECT count(*) FROM deaf_rows a WHERE EXISTS (SELECT 1 FROM deaf_rows b WHERE a.k = b.k AND a.low > b.high)",
                "SELECT count(*) FROM deaf_rows a WHERE NOT EXISTS (SELECT 1 FROM deaf_rows b WHERE a.k = b.k AND a.low > b.high)",
            })
    void cancelIsOverSoonThoughDuckDbIsDeaf(String sql) throws Exception {
        lane.execute(
                "CREATE TABLE IF NOT EXISTS deaf_rows USING iceberg AS SELECT id, IF(id = 7, 1, 0) AS k,"
                        + " IF(id = 5, 1000000000, id) AS low, IF(id = 7, -1, id + 10000000) AS high FROM range(0, 190000, 1, 1)");
        List<String> tries = new ArrayList<>();
        boolean isSoon = false;
        while (tries.size() < DEAF_TRIES && !isSoon) {
            Work work = start(lane.statement(sql));
            long before = SYSTEM.getProcessCpuTime();
            TestingEngine.eventually(
                    () -> shared.atWork() > 0 && SYSTEM.getProcessCpuTime() - before > BEGUN_CPU.toNanos());
            assertThat(work.answer).isNotDone();
            long asked = System.nanoTime();
            engine.cancel(work.statement.getQueryId());
            work.requireCanceled();
            Duration waited = Duration.ofNanos(System.nanoTime() - asked);
            requireHealthTellsWhatIsLeft();
            TestingEngine.eventually(() -> shared.atWork() == 0 && shared.left() == 0);
            Duration atWork = Duration.ofNanos(System.nanoTime() - asked);
            tries.add(waited.toMillis() + " of " + atWork.toMillis() + " ms");
            isSoon = waited.compareTo(SOON) <= 0;
        }
        assertThat(isSoon).as(tries.toString()).isTrue();
        assertThat(shared.openAnswers()).isZero();
        lane.requireFast("SELECT count(*), max(a.k) FROM deaf_rows a JOIN ids b ON a.id = b.id");
    }

    /** It becomes fewer meanwhile. */
    private void requireHealthTellsWhatIsLeft() throws Exception {
        int before = shared.left();
        Health health = Health.parseFrom(engine.call(EngineProtocol.HEALTH, Health.getDefaultInstance()));
        assertThat(health.getFastLaneLeft()).isBetween(shared.left(), before);
    }

    @Test
    void connectionThatIsCutFreesTheRows() throws Exception {
        long before = ArrowUtils.rootAllocator().getAllocatedMemory();
        String sql = "SELECT a.id, b.id, a.name || repeat('x', 200) FROM ids a CROSS JOIN ids b WHERE b.id < 3";
        ManagedChannel channel = engine.channel();
        try (RootAllocator allocator = new RootAllocator();
                FlightClient client = FlightGrpcUtils.createFlightClient(allocator, channel);
                FlightStream stream = engine.stream(client, lane.statement(sql))) {
            assertThat(stream.next()).isTrue();
            assertThat(shared.openAnswers()).isEqualTo(1);

            channel.shutdownNow();

            assertThatThrownBy(() -> {
                        while (stream.next()) {
                            assertThat(stream.getRoot().getRowCount()).isPositive();
                        }
                    })
                    .isInstanceOf(FlightRuntimeException.class);
        }

        TestingEngine.eventually(() -> shared.openAnswers() == 0 && shared.atWork() == 0);
        TestingEngine.eventually(() -> ArrowUtils.rootAllocator().getAllocatedMemory() <= before);
        lane.requireFast("SELECT count(*) FROM ids WHERE id > 5");
    }

    @Test
    void veryManyParametersAreTheSameInBothLanes() {
        int count = 3_000;
        FieldVector[] values = IntStream.range(0, count)
                .mapToObj(index -> (FieldVector) TestingParameters.longs((long) index * 7))
                .toArray(FieldVector[]::new);
        String list = IntStream.range(0, count).mapToObj(index -> "?").collect(Collectors.joining(", "));
        try (VectorSchemaRoot parameters = TestingParameters.parameters(values)) {
            Statement in =
                    lane
                            .statement("SELECT count(*), min(name), max(name) FROM ids WHERE id IN (" + list + ")")
                            .toBuilder()
                            .setParameters(TestingParameters.serialize(parameters))
                            .build();
            Answer fast = lane.answer(in);
            assertThat(fast.execution().getFast()).isTrue();
            assertThat(fast.rows()).containsExactly(List.of(3_000L, "n0", "n9996"));
        }
    }
}
