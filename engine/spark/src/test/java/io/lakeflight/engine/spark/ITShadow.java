package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.LaneDifference;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.FastLane;
import io.lakeflight.engine.spark.fastlane.LaneAnswer;
import io.lakeflight.engine.spark.fastlane.LaneAttempt;
import io.lakeflight.engine.spark.fastlane.LaneOptions;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.shadow.ComparedColumns;
import io.lakeflight.engine.spark.fastlane.shadow.Rerun;
import io.lakeflight.engine.spark.fastlane.shadow.Shadow;
import io.lakeflight.engine.spark.fastlane.shadow.ShadowFigures.Counts;
import io.lakeflight.engine.spark.run.BatchSink;
import io.lakeflight.engine.spark.run.ResultStream;
import io.lakeflight.engine.spark.run.RunningQueries;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.run.Shortcut;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.StatementAnalyzer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.spark.sql.execution.QueryExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries of the fast lane executed again by Spark, in an engine that is idle or is not. */
@Timeout(120)
class ITShadow {
    private static final Shortcut NONE = (session, statement, execution, query, sink) -> false;
    private static final Counts NOTHING = new Counts(0, 0, 0);

    private final TestingEngine engine = TestingEngine.shared();
    private final TestingLane setup = new TestingLane("shadow");
    private final FastLane lane = engine.server().fastLane();
    private final RunningQueries queries = engine.server().engine().queries();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final List<PlanShape> different = new ArrayList<>();
    private final Shadow shadow = Shadow.start(1, queries, timer, different::add);
    private EngineSession session;

    @BeforeEach
    void createTable() {
        setup.execute("DROP TABLE IF EXISTS shadowed");
        setup.execute("CREATE TABLE shadowed USING iceberg AS SELECT id, id % 7 AS k, concat('n', id) AS name"
                + " FROM range(0, 5000, 1, 1)");
        session = engine.server().sessions().find("shadow");
    }

    @AfterEach
    void stop() {
        shadow.close();
        timer.shutdownNow();
    }

    /** The lane answers it; true if it does. */
    private boolean answer(String sql) {
        return answer(sql, new LaneOptions(false, false));
    }

    private boolean answer(String sql, LaneOptions options) {
        return run(
                (query, statement) -> {
                    LaneAttempt attempt = new LaneAttempt(lane, options, shadow);
                    new ResultStream(session, query, timer, queries.slots(), attempt).write(statement, new Nowhere());
                    return attempt.execution().getFast();
                },
                sql);
    }

    /** The lane answers it with the rows of another query. */
    private PlanShape answerWrongly(String sql, String other) {
        return run(
                (query, statement) -> {
                    QueryExecution execution = ResultStream.execution(session, statement);
                    PlanShape shape = PlanShape.of(execution.optimizedPlan());
                    List<Integer> columns =
                            ComparedColumns.of(execution.optimizedPlan()).orElseThrow();
                    Rerun.Again again = Rerun.of(session, statement, execution);
                    AnalyzedStatement wrong = StatementAnalyzer.analyze(session, setup.statement(other))
                            .get(0);
                    ResultStream rows = new ResultStream(session, query, timer, queries.slots(), NONE);
                    shadow.send(
                            sink -> rows.write(wrong, sink),
                            statement.schema(),
                            () -> Optional.of(new Rerun(query.id(), session, shape, columns, again)),
                            new Nowhere());
                    return shape;
                },
                sql);
    }

    private interface Work<T> {
        T of(RunningQuery query, AnalyzedStatement statement) throws Exception;
    }

    private <T> T run(Work<T> work, String sql) {
        return TestingEngine.parsed(() -> session.call(() -> {
            AnalyzedStatement statement =
                    StatementAnalyzer.analyze(session, setup.statement(sql)).get(0);
            try (RunningQuery query = queries.start(engine.nextQueryId())) {
                return work.of(query, statement);
            }
        }));
    }

    private void awaitCounts(long equal, long different, long dropped) {
        TestingEngine.eventually(() -> {
            Counts counts = shadow.figures().counts();
            return counts.equal() + counts.different() + counts.dropped() == equal + different + dropped;
        });
        assertThat(shadow.figures().counts()).isEqualTo(new Counts(equal, different, dropped));
        TestingEngine.eventually(() -> !shadow.isAtWork());
    }

    @Test
    void equalQueriesAreCounted() {
        assertThat(answer("SELECT id, k, name FROM shadowed WHERE id > 9 ORDER BY name"))
                .isTrue();
        assertThat(answer("SELECT k, count(*), max(name), avg(id) FROM shadowed GROUP BY k"))
                .isTrue();
        assertThat(answer("SELECT k, name FROM shadowed ORDER BY k LIMIT 10")).isTrue();
        assertThat(answer("SELECT id FROM shadowed WHERE id < 0")).isTrue();
        awaitCounts(4, 0, 0);

        assertThat(different).isEmpty();
        assertThat(queries.count()).isZero();
        TestingEngine.eventually(() -> engine.activeJobs() == 0);
    }

    @Test
    void snapshotIsTheOneThatTheLaneHasRead() {
        assertThat(answer("SELECT count(*), max(id) FROM shadowed WHERE id > 9"))
                .isTrue();
        setup.execute("INSERT INTO shadowed SELECT id + 5000, id % 7, 'x' FROM range(10)");
        setup.execute("DELETE FROM shadowed WHERE id = 4999");

        awaitCounts(1, 0, 0);
    }

    @Test
    void knownStatementsAreComparedIfTheirTablesAreTheSame() {
        Statement statement = setup.statement("SELECT k, count(*) AS n FROM shadowed WHERE id > 17 GROUP BY k");
        setup.answer(statement);
        assertThat(answerKnown(statement)).isTrue();
        awaitCounts(1, 0, 0);

        assertThat(answerKnown(statement)).isTrue();
        setup.execute("INSERT INTO shadowed SELECT id + 5000, id % 7, 'x' FROM range(10)");
        awaitCounts(1, 0, 1);
    }

    private boolean answerKnown(Statement statement) {
        return run(
                (query, same) -> {
                    LaneAttempt attempt = new LaneAttempt(lane, new LaneOptions(false, false), shadow);
                    try (LaneAnswer known = attempt.known(session, statement, query)) {
                        if (known.isThere()) {
                            attempt.write(known, session, statement, new Nowhere());
                        }
                        return known.isThere();
                    }
                },
                "SELECT 1");
    }

    @Test
    void otherRowsAreADifference() {
        PlanShape shape = answerWrongly(
                "SELECT id, name FROM shadowed WHERE id < 20",
                "SELECT id, concat(name, '') FROM shadowed WHERE id > 4979");
        awaitCounts(0, 1, 0);

        assertThat(different).containsExactly(shape);
        LaneDifference difference = shadow.figures().differences().get(0);
        assertThat(difference.getShape()).isEqualTo(shape.hash());
        assertThat(difference.getFastRows()).isEqualTo(20);
        assertThat(difference.getSparkRows()).isEqualTo(20);
        assertThat(difference.getFastFingerprint()).hasSize(32).isNotEqualTo(difference.getSparkFingerprint());
        assertThat(difference.getSparkFingerprint()).hasSize(32);
        assertThat(difference.getSparkError()).isEmpty();
    }

    @Test
    void numberOfRowsIsADifference() {
        answerWrongly("SELECT id FROM shadowed WHERE id < 20", "SELECT id FROM shadowed WHERE id < 21");
        awaitCounts(0, 1, 0);
        answerWrongly("SELECT id FROM shadowed WHERE id < 20", "SELECT id FROM shadowed WHERE id < 19");
        awaitCounts(0, 2, 0);
        answerWrongly("SELECT id FROM shadowed LIMIT 30", "SELECT id + 4000 FROM shadowed LIMIT 30");
        awaitCounts(1, 2, 0);

        assertThat(shadow.figures().differences())
                .extracting(LaneDifference::getFastRows)
                .containsExactly(21L, 19L);
        LaneDifference more = shadow.figures().differences().get(1);
        assertThat(more.getSparkRows()).isGreaterThan(19);
        assertThat(more.getSparkFingerprint()).isEmpty();
    }

    @Test
    void errorOfSparksIsADifference() {
        answerWrongly("SELECT 10 DIV (id - 7) AS x FROM shadowed", "SELECT id FROM shadowed");
        awaitCounts(0, 1, 0);

        LaneDifference difference = shadow.figures().differences().get(0);
        assertThat(difference.getSparkError()).isEqualTo("DIVIDE_BY_ZERO");
        assertThat(difference.getSparkFingerprint()).isEmpty();
    }

    /** Spark has a task for each of so many partitions, and DuckDB has none. */
    private void answerWhatTakesSparkLong() {
        setup.execute("SET spark.sql.adaptive.enabled = false");
        setup.execute("SET spark.sql.shuffle.partitions = 20000");
        assertThat(answer("SELECT name, count(*) AS n FROM shadowed GROUP BY name"))
                .isTrue();
    }

    @AfterEach
    void reset() {
        setup.execute("RESET spark.sql.adaptive.enabled");
        setup.execute("RESET spark.sql.shuffle.partitions");
    }

    @Test
    void statementThatComesEndsIt() {
        answerWhatTakesSparkLong();
        TestingEngine.eventually(() -> shadow.isAtWork() && engine.activeTasks() > 0);

        shadow.giveWay();

        awaitCounts(0, 0, 1);
        TestingEngine.eventually(() -> engine.activeJobs() == 0 && engine.storedBlocks() == 0);
        assertThat(shadow.waiting()).isZero();
    }

    @Test
    void nothingIsComparedWhileThereIsAStatement() {
        run(
                (query, statement) -> {
                    assertThat(answer("SELECT max(name) FROM shadowed WHERE id > 8"))
                            .isTrue();
                    for (int i = 0; i < 20; i++) {
                        assertThat(answer("SELECT id FROM shadowed WHERE id = " + i))
                                .isTrue();
                    }
                    assertThat(shadow.waiting()).isEqualTo(16);
                    assertThat(shadow.figures().counts()).isEqualTo(new Counts(0, 0, 5));
                    return query;
                },
                "SELECT 1");

        awaitCounts(16, 0, 5);
    }

    @Test
    void whatMayDifferIsNotCompared() {
        assertThat(answer("SELECT sum(CAST(id AS DOUBLE)) FROM shadowed", new LaneOptions(false, true)))
                .isTrue();
        assertThat(answer("SELECT count(*) FROM (SELECT id FROM shadowed LIMIT 5) WHERE id > 3"))
                .isTrue();

        assertThat(shadow.waiting()).isZero();
        assertThat(shadow.figures().counts()).isEqualTo(NOTHING);
    }

    @Test
    void largeResultsAreNotCompared() {
        assertThat(answer("SELECT a.id, b.k FROM shadowed a CROSS JOIN shadowed b WHERE b.id < 30"))
                .isTrue();

        assertThat(shadow.waiting()).isZero();
        assertThat(shadow.figures().counts()).isEqualTo(new Counts(0, 0, 1));
    }

    @Test
    void otherSettingsAreNotCompared() {
        assertThat(answer("SELECT max(name) FROM shadowed WHERE id > 8")).isTrue();
        setup.execute("SET spark.sql.shuffle.partitions = 3");

        awaitCounts(0, 0, 1);
    }

    @Test
    void filesThatAreGoneAreNoDifference() throws IOException {
        Object file = engine.rows(engine.statement("shadow", "SELECT file_path FROM lake.db.shadowed.files"))
                .get(0)
                .get(0);
        Path data = Path.of(file.toString().replaceFirst("^file:", "")).getParent();
        assertThat(answer("SELECT max(name) FROM shadowed WHERE id > 8")).isTrue();
        try (Stream<Path> files = Files.list(data)) {
            files.map(Path::toFile).forEach(File::delete);
        }

        awaitCounts(0, 0, 1);
        assertThat(different).isEmpty();
    }

    /** Takes all rows. */
    private static final class Nowhere implements BatchSink {
        @Override
        public void awaitReady() {}

        @Override
        public void write(byte[] batch) {}

        @Override
        public void write(ArrowRecordBatch batch) {}
    }
}
