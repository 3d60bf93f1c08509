package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.TestingLane.Answer;
import io.lakeflight.engine.spark.fastlane.FastLane;
import io.lakeflight.engine.spark.fastlane.FastLaneSettings;
import io.lakeflight.engine.spark.fastlane.LaneOptions;
import io.lakeflight.engine.spark.fastlane.datacache.DataCacheSettings;
import io.lakeflight.engine.spark.fastlane.memory.CrashJournal;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.session.EngineSession;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of the fast lane: nothing but the time. */
class ITFastLane {
    private static final long MOST_BATCH_BYTES = 2 << 20;
    /** Takes DuckDB minutes. */
    private static final String LONG =
            "SELECT count(*) FROM numbers a JOIN numbers b ON a.id + b.id > 7 JOIN numbers c ON b.id + c.id > 9";

    private final TestingEngine engine = TestingEngine.shared();
    private final TestingLane lane = new TestingLane("fast");

    @BeforeEach
    void createTable() {
        lane.execute("DROP TABLE IF EXISTS numbers");
        lane.execute(
                "CREATE TABLE numbers USING iceberg AS SELECT id, CAST(id % 7 AS INT) AS k, concat('n', id) AS name,"
                        + " CAST(id AS DECIMAL(12, 2)) AS price FROM range(0, 100000, 1, 1)");
    }

    @Test
    void queriesAreAnswered() {
        lane.requireFast("SELECT k, count(*), sum(id), sum(price), min(name), max(name) FROM numbers GROUP BY k");
        lane.requireFast("SELECT a.id, b.name FROM numbers a JOIN numbers b ON a.id = b.id + 1 WHERE a.id < 50");
        lane.requireFast("SELECT id AS x, id AS x FROM numbers WHERE id < 0");
        lane.requireFast(
                "SELECT id, rank() OVER (PARTITION BY k ORDER BY name) AS place, sum(id) OVER (ORDER BY id ROWS"
                        + " BETWEEN 2 PRECEDING AND CURRENT ROW) AS total FROM numbers WHERE id < 50");
        Answer sorted = lane.fast("SELECT id FROM numbers ORDER BY id DESC");
        assertThat(sorted.execution().getFast()).isTrue();
        assertThat(sorted.rows())
                .isEqualTo(IntStream.range(0, 100_000)
                        .mapToObj(index -> List.<Object>of(99_999L - index))
                        .toList());
    }

    /** Beyond a number of rows DuckDB's threads hand them over as they have them. */
    @Test
    void manyRowsWithoutAnOrderAreAllThere() {
        lane.execute(
                "CREATE OR REPLACE TABLE many_rows USING iceberg AS SELECT id, id % 7 AS k, concat('n', id) AS name"
                        + " FROM range(0, 250000, 1, 5)");

        lane.requireFast("SELECT id, name, k FROM many_rows WHERE id % 3 <> 1");
        lane.requireFast("SELECT name FROM many_rows UNION ALL SELECT name FROM numbers");
        lane.requireFast("SELECT k, count(*), min(name) FROM many_rows GROUP BY k");
        assertThat(lane.fast("SELECT id FROM many_rows ORDER BY name").rows())
                .isEqualTo(lane.spark("SELECT id FROM many_rows ORDER BY name").rows());
        // An error of the last row is known before the first one is sent.
        lane.requireRefused(
                "SELECT id FROM many_rows WHERE upper(concat(name, 'ß')) = 'N249999SS'", "DuckDB gave it up");
    }

    @Test
    void sessionsMayDoWithoutIt() {
        Answer answer = lane.spark("SELECT count(*) FROM numbers WHERE id > 3");

        assertThat(answer.execution().getFast()).isFalse();
        assertThat(answer.execution().getLaneReason()).isEmpty();
    }

    @Test
    void batchesAreSmall() {
        lane.execute("DROP TABLE IF EXISTS texts");
        lane.execute("CREATE TABLE texts USING iceberg AS SELECT id, repeat(concat('x', id), 500) AS text"
                + " FROM range(0, 6000, 1, 1)");
        Answer answer = lane.fast("SELECT id, text FROM texts ORDER BY id");

        assertThat(answer.execution().getFast()).isTrue();
        assertThat(answer.largestBatch()).isBetween(1L, MOST_BATCH_BYTES);
        assertThat(answer.rows())
                .isEqualTo(lane.spark("SELECT id, text FROM texts ORDER BY id").rows());
    }

    @Test
    void errorsAreSparks() {
        String sql = "SELECT 10 DIV k FROM numbers";
        EngineError fast = TestingEngine.errorOf(() -> lane.fast(sql));
        EngineError spark = TestingEngine.errorOf(() -> lane.spark(sql));

        assertThat(fast).isEqualTo(spark);
        assertThat(fast.getCondition()).isEqualTo("DIVIDE_BY_ZERO");
    }

    @Test
    void whatDuckDbGivesUpSparkAnswers() {
        String sql = "SELECT count(*) FROM numbers WHERE upper(concat(name, 'ß')) = '%s'";

        lane.requireRefused(sql.formatted("N7SS"), "DuckDB gave it up");
        lane.requireRefused(sql.formatted("N8SS"), "failed in the fast lane a while ago");
    }

    @Test
    void settingsOfOldVersionsAreLeftToSpark() {
        lane.execute("SET spark.sql.legacy.followThreeValuedLogicInArrayExists = false");
        lane.requireRefused("SELECT id FROM numbers WHERE id = 7", "spark.sql.legacy");
        lane.execute("RESET spark.sql.legacy.followThreeValuedLogicInArrayExists");
        lane.execute("SET spark.sql.ansi.enabled = false");
        lane.requireRefused("SELECT id FROM numbers WHERE id = 7", "ansi");
        lane.execute("RESET spark.sql.ansi.enabled");
        lane.requireFast("SELECT id FROM numbers WHERE id = 7");
    }

    @Test
    void largeInputsAreLeftToSpark() {
        String many = String.join(
                " UNION ALL ",
                IntStream.range(0, 5).mapToObj(n -> "SELECT id FROM numbers").toList());
        lane.requireRefused("SELECT count(*) FROM (" + many + ") WHERE id > 1", "fast-lane.max-rows");
        lane.requireRefused("SELECT count(*) FROM range(2000001) WHERE id % 7 = 1", "fast-lane.max-result-rows");
    }

    @Test
    void cancelEndsIt() throws Exception {
        Statement statement = lane.statement(LONG);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> lane.answer(statement));
        TestingEngine.eventually(() -> engine.server().fastLane().atWork() > 0);
        long asked = System.nanoTime();
        engine.cancel(statement.getQueryId());

        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(FlightRuntimeException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        TestingEngine.eventually(() -> engine.server().fastLane().atWork() == 0);
    }

    @Test
    void readerThatLeavesFreesTheRows() throws Exception {
        try (FlightStream stream = engine.stream(lane.statement("SELECT * FROM numbers"))) {
            assertThat(stream.next()).isTrue();
            stream.cancel("enough", null);
        }
        TestingEngine.eventually(() -> engine.server().fastLane().openAnswers() == 0);
        lane.requireFast("SELECT count(*) FROM numbers WHERE id > 5");
    }

    @Test
    void whatMayHaveKilledAnEngineIsLeftToSpark(@TempDir Path directory) throws Exception {
        EngineSession session = engine.server().sessions().find("fast");
        LogicalPlan killer = optimised(session, "SELECT max(name) FROM numbers WHERE id < 7");
        Path journal = directory.resolve("journal");
        CrashJournal.open(journal, Clock.systemUTC()).begin(PlanShape.of(killer));
        FastLaneSettings settings = new FastLaneSettings(
                true, 1 << 30, 1 << 30, 1 << 30, 1 << 27, 1, 1, Duration.ofSeconds(9), 0, 0, Optional.of(journal));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (FastLane next = FastLane.start(settings, DataCacheSettings.NONE, directory.resolve("scratch"), timer)) {
            LaneOptions options = new LaneOptions(false, false);
            LogicalPlan other = optimised(session, "SELECT min(name) FROM numbers WHERE id < 7");

            assertThat(next.refusal(session, killer, options))
                    .contains("an engine died when one like it was in the fast lane");
            assertThat(next.refusal(session, other, options)).isEmpty();
        } finally {
            timer.shutdownNow();
        }
    }

    private static LogicalPlan optimised(EngineSession session, String sql) throws Exception {
        return session.call(() -> session.spark().sql(sql).queryExecution().optimizedPlan());
    }

    @Test
    void explanationNamesTheLane() {
        assertThat(plan("EXPLAIN SELECT count(*) FROM numbers WHERE id > 3")).endsWith("\n== Lane ==\nFAST\n");
        assertThat(plan("EXPLAIN SELECT rank() OVER (ORDER BY k) FROM numbers")).endsWith("\n== Lane ==\nFAST\n");
        assertThat(plan("EXPLAIN EXTENDED SELECT _file FROM numbers WHERE id > 3"))
                .contains("== Optimized Logical Plan ==", "\n== Lane ==\nSPARK: ");
    }

    private String plan(String sql) {
        return (String) lane.fast(sql).rows().get(0).get(0);
    }
}
