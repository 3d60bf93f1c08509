package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.TestingLane.Answer;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that comes again is answered without Spark, with what Spark would answer by then, or Spark is asked again. */
class ITKnownStatements {
    private final TestingEngine engine = TestingEngine.shared();
    private final TestingLane lane = new TestingLane("known");

    @BeforeEach
    void createTable() {
        lane.execute("DROP TABLE IF EXISTS k");
        lane.execute("CREATE TABLE k (id INT, name STRING, day DATE, at TIMESTAMP) USING iceberg"
                + " TBLPROPERTIES ('write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'merge-on-read')");
        lane.execute("INSERT INTO k SELECT id, concat('n', id), date_add(DATE'2026-01-01', CAST(id AS INT)),"
                + " timestamp_seconds(id * 40000) FROM range(1, 101, 1, 1)");
    }

    /** Answered by the lane, and as Spark does. */
    private Answer fast(String sql) {
        Answer fast = lane.fast(sql);
        Answer spark = lane.spark(sql);
        assertThat(fast.execution().getLaneReason()).as(sql).isEmpty();
        assertThat(fast.execution().getFast()).as(sql).isTrue();
        assertThat(fast.schema()).as(sql).isEqualTo(spark.schema());
        assertThat(fast.rows()).as(sql).containsExactlyInAnyOrderElementsOf(spark.rows());
        return fast;
    }

    private void requireKnown(String sql) {
        assertThat(fast(sql).execution().getKnown()).as(sql).isTrue();
    }

    private void requireNew(String sql) {
        assertThat(fast(sql).execution().getKnown()).as(sql).isFalse();
    }

    private void becomeKnown(String sql) {
        requireNew(sql);
        requireKnown(sql);
    }

    /** Never known, however often it comes; whichever lane answers it. */
    private void requireNeverKnown(String sql) {
        for (int i = 0; i < 3; i++) {
            assertThat(lane.fast(sql).execution().getKnown()).as(sql).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, name FROM k WHERE id < 10 ORDER BY id DESC",
                "SELECT count(*), min(day), max(name) FROM lake.db.k WHERE day >= DATE '2026-02-01'",
                "SELECT id AS x, id AS x FROM db.k WHERE at > TIMESTAMP '1970-01-10 00:00:00' AND name <> 'it''s'",
                "WITH low AS (SELECT * FROM k WHERE id < 50) SELECT a.id FROM low a JOIN low b ON a.id = b.id + 1",
                "SELECT id FROM k WHERE id = (SELECT max(id) FROM k WHERE id > 3) UNION ALL SELECT 7 AS n",
                "SELECT id % 3 AS m, sum(id) FROM k WHERE name IN ('n1', 'n2', 'n3') GROUP BY id % 3 HAVING sum(id) > 1",
                "SELECT name FROM k WHERE EXISTS (SELECT 1 FROM k o WHERE o.id = k.id + 1) AND id NOT IN (SELECT 4)",
                "SELECT id, rank() OVER (ORDER BY day DESC) AS r FROM k WHERE day < CAST('2026-02-01' AS DATE)",
            })
    void theSameTextIsKnown(String sql) {
        becomeKnown(sql);
        lane.execute("INSERT INTO k VALUES (1, 'n1', DATE'2026-02-02', TIMESTAMP'2026-02-02 00:00:00')");
        requireKnown(sql);
    }

    @Test
    void whatTablesHoldIsReadAnew() {
        String sql = "SELECT id, name FROM k WHERE id < 5";
        becomeKnown(sql);
        for (String change : List.of(
                "INSERT INTO k (id, name) VALUES (-1, 'new')",
                "DELETE FROM k WHERE id = 2",
                "UPDATE k SET name = 'changed' WHERE id = 3",
                "INSERT OVERWRITE k SELECT * FROM k WHERE id > 2",
                "DELETE FROM k WHERE id IS NOT NULL",
                "INSERT INTO k (id, name) VALUES (4, 'last')")) {
            lane.execute(change);
            requireKnown(sql);
        }
        assertThat(lane.fast(sql).rows()).isEqualTo(List.of(List.of(4, "last")));
    }

    @Test
    void emptyTablesMayBeFilled() {
        lane.execute("DROP TABLE IF EXISTS empty");
        lane.execute("CREATE TABLE empty (id INT, name STRING) USING iceberg");
        String plain = "SELECT id, name FROM empty WHERE id > 0";
        String joined = "SELECT k.id, empty.name FROM k LEFT JOIN empty ON k.id = empty.id WHERE k.id < 4";
        String counted = "SELECT count(*), max(id) FROM empty WHERE name IS NOT NULL";
        fast(plain);
        fast(joined);
        lane.fast(counted);
        lane.execute("INSERT INTO empty VALUES (1, 'a'), (2, 'b')");

        requireKnown(plain);
        requireKnown(joined);
        assertThat(lane.fast(counted).rows()).isEqualTo(lane.spark(counted).rows());
        lane.execute("TRUNCATE TABLE empty");
        requireKnown(plain);
        requireKnown(joined);
        assertThat(lane.fast(counted).rows()).isEqualTo(lane.spark(counted).rows());
    }

    @Test
    void whatStatisticsTellIsNotKept() {
        String sql = "SELECT count(*), max(id) FROM k";
        requireNeverKnown(sql);
        lane.execute("DELETE FROM k WHERE id = 100");
        becomeKnown(sql);
        lane.execute("INSERT OVERWRITE k SELECT * FROM k");
        requireKnown(sql);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void deletedRowsAreGone(int version) {
        lane.execute("ALTER TABLE k SET TBLPROPERTIES ('format-version' = '" + version + "')");
        String sql = "SELECT count(*), sum(id) FROM k WHERE id > 3";
        fast(sql);
        lane.execute("DELETE FROM k WHERE id % 10 = 7");
        requireKnown(sql);
        lane.execute("DELETE FROM k WHERE id % 10 = 8");
        requireKnown(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADD COLUMN more INT",
                "ALTER COLUMN id TYPE BIGINT",
                "RENAME COLUMN name TO label",
                "DROP COLUMN name",
                "ALTER COLUMN name FIRST",
                "ADD PARTITION FIELD id",
                "SET TBLPROPERTIES ('some' = 'other')",
            })
    void changedTablesAreNew(String change) {
        String sql = "SELECT * FROM k WHERE id = 7";
        becomeKnown(sql);
        lane.execute("ALTER TABLE k " + change);
        requireNew(sql);
        requireKnown(sql);
    }

    @Test
    void conditionsThatPartitionsAnswerAreNewWithOtherPartitions() {
        lane.execute("DROP TABLE IF EXISTS parts");
        lane.execute("CREATE TABLE parts (id INT, p STRING) USING iceberg PARTITIONED BY (p)");
        lane.execute("INSERT INTO parts VALUES (1, 'a'), (2, 'b'), (3, NULL)");
        String sql = "SELECT id FROM parts WHERE p = 'a'";
        becomeKnown(sql);
        lane.execute("INSERT INTO parts VALUES (4, 'a'), (5, 'c')");
        requireKnown(sql);
        lane.execute("ALTER TABLE parts DROP PARTITION FIELD p");
        lane.execute("INSERT INTO parts VALUES (6, 'a'), (7, 'b')");
        requireNew(sql);
        requireKnown(sql);
        assertThat(lane.fast(sql).rows()).containsExactlyInAnyOrder(List.of(1), List.of(4), List.of(6));
    }

    @Test
    void conditionsThatPartitionsAnswerAreReadAnew() {
        lane.execute("DROP TABLE IF EXISTS parts");
        lane.execute("CREATE TABLE parts (id INT, p STRING, q INT) USING iceberg PARTITIONED BY (p, q)");
        lane.execute("INSERT INTO parts VALUES (1, 'a', 1), (2, NULL, 2), (3, NULL, 3), (4, 'c', 2), (5, 'c', NULL)");
        List<String> queries = List.of(
                "SELECT id FROM parts WHERE p < 'b' OR q = 2",
                "SELECT id FROM parts WHERE NOT (p = 'c') AND id > 0",
                "SELECT id FROM parts WHERE q IN (2, 3) OR p IS NULL",
                "SELECT a.id FROM parts a JOIN parts b ON a.q = b.q WHERE a.p = 'c' AND b.p <> 'a'");
        queries.forEach(this::becomeKnown);
        lane.execute("INSERT INTO parts VALUES (6, NULL, NULL), (7, 'a', 2), (8, 'c', 3)");
        queries.forEach(this::requireKnown);
        lane.execute("DELETE FROM parts WHERE q = 2 AND p = 'c'");
        queries.forEach(this::requireKnown);
    }

    @Test
    void whatAnotherProgramCommitsIsReadAnew() {
        List<String> queries = List.of(
                "SELECT count(*), max(name) FROM k WHERE id > 3", "SELECT id FROM k WHERE name LIKE 'n1%' AND id < 50");
        queries.forEach(this::becomeKnown);
        lane.execute("INSERT INTO k VALUES (40, 'n1000', NULL, NULL)");
        queries.forEach(this::requireKnown);
        Table table = elsewhere("k");
        long before = table.currentSnapshot().snapshotId();
        String added = String.valueOf(lane.spark("SELECT file_path FROM db.k.files WHERE record_count = 1")
                .rows()
                .get(0)
                .get(0));
        table.newDelete().deleteFile(added).commit();
        queries.forEach(this::requireKnown);
        table.manageSnapshots().rollbackTo(before).commit();
        queries.forEach(this::requireKnown);
        assertThat(lane.fast(queries.get(1)).rows()).contains(List.of(40));
        lane.execute("INSERT INTO k VALUES (41, 'n1001', NULL, NULL)");
        lane.execute("CALL lake.system.rollback_to_snapshot('db.k', " + before + ")");
        queries.forEach(this::requireKnown);
        assertThat(lane.fast(queries.get(1)).rows()).doesNotContain(List.of(41));
    }

    /** A table of the test's schema as a program has it that is none of this engine. */
    private Table elsewhere(String name) {
        String metadata = String.valueOf(lane.spark("SELECT file FROM db." + name + ".metadata_log_entries")
                .rows()
                .get(0)
                .get(0));
        return new HadoopTables(new Configuration()).load(metadata.substring(0, metadata.indexOf("/metadata/")));
    }

    @Test
    void anotherTableOfTheNameIsNew() {
        String sql = "SELECT id, name FROM k WHERE id < 5";
        becomeKnown(sql);
        createTable();
        lane.execute("DELETE FROM k WHERE id = 1");
        requireNew(sql);
        requireKnown(sql);
        lane.execute("DROP TABLE k");
        EngineError gone = TestingEngine.errorOf(() -> lane.fast(sql));
        assertThat(gone).isEqualTo(TestingEngine.errorOf(() -> lane.spark(sql)));
        assertThat(gone.getCondition()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
    }

    @Test
    void settingsMakeItNew() {
        String sql = "SELECT CAST(at AS DATE) AS d, hour(at) AS h FROM k WHERE id < 30";
        becomeKnown(sql);
        lane.execute("SET TIME ZONE 'America/Los_Angeles'");
        becomeKnown(sql);
        lane.execute("SET TIME ZONE 'UTC'");
        requireKnown(sql);
        lane.execute("SET spark.sql.optimizer.dynamicPartitionPruning.enabled = false");
        becomeKnown(sql);
        lane.execute("RESET spark.sql.optimizer.dynamicPartitionPruning.enabled");
        requireKnown(sql);
        lane.execute("SET spark.sql.ansi.enabled = false");
        assertThat(lane.fast(sql).execution().getFast()).isFalse();
        lane.execute("RESET spark.sql.ansi.enabled");
        lane.execute("SET spark.wap.branch = other");
        requireNeverKnown(sql);
        lane.execute("RESET spark.wap.branch");
        requireKnown(sql);
    }

    @Test
    void namesMeanWhatTheyMeanInTheSchema() {
        String sql = "SELECT id FROM k WHERE id < 5";
        becomeKnown(sql);
        lane.execute("CREATE NAMESPACE IF NOT EXISTS lake.db2");
        lane.execute("DROP TABLE IF EXISTS lake.db2.k");
        lane.execute("CREATE TABLE lake.db2.k USING iceberg AS SELECT 4 AS id");
        lane.execute("USE lake.db2");
        requireNew(sql);
        requireKnown(sql);
        assertThat(lane.fast(sql).rows()).isEqualTo(List.of(List.of(4)));
        lane.execute("USE lake.db");
        requireKnown(sql);
        assertThat(lane.fast(sql).rows()).hasSize(4);
    }

    @Test
    void sessionsWithNamesOfTheirOwnAskSpark() {
        String sql = "SELECT id FROM k WHERE id < 5";
        becomeKnown(sql);
        lane.execute("CREATE TEMPORARY VIEW k AS SELECT id FROM lake.db.k WHERE id = 2");
        requireNew(sql);
        requireNew(sql);
        assertThat(lane.fast(sql).rows()).isEqualTo(List.of(List.of(2)));
        lane.execute("DROP VIEW k");
        requireKnown(sql);
        lane.execute("DECLARE VARIABLE five INT DEFAULT 5");
        requireNew(sql);
        lane.execute("DROP TEMPORARY VARIABLE five");
        lane.execute("CREATE TEMPORARY FUNCTION one_more(x INT) RETURNS INT RETURN x + 1");
        requireNew(sql);
        lane.execute("DROP TEMPORARY FUNCTION one_more");
        requireKnown(sql);
    }

    @Test
    void sessionsShareOnlyWhatIsTheSameForBoth() {
        String sql = "SELECT id, name FROM k WHERE id < 6";
        becomeKnown(sql);
        TestingLane same = new TestingLane("known-2");
        assertThat(same.fast(sql).execution().getKnown()).isTrue();
        engine.open(OpenSession.newBuilder()
                .setSessionId("known-other")
                .setUser("somebody")
                .setCatalog("lake")
                .setSchema("db")
                .build());
        Statement other = engine.statement("known-other", sql).toBuilder()
                .setSparkOnly(false)
                .build();
        assertThat(lane.answer(other).execution().getKnown()).isFalse();
        assertThat(lane.answer(other).execution().getKnown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM k WHERE at < now()",
                "SELECT id FROM k WHERE at < current_timestamp",
                "SELECT id, current_date() AS d FROM k WHERE id < 3",
                "SELECT id FROM k WHERE day < DATE 'today'",
                "SELECT id FROM k WHERE at < TIMESTAMP 'now'",
                "SELECT id FROM k WHERE at < TIMESTAMP'\\u006eow'",
                "SELECT id FROM k WHERE day < 'tomorrow'",
                "SELECT id FROM k WHERE at > '10:30:00'",
                "SELECT id FROM k WHERE at > 'T10:30:00'",
                "SELECT id FROM k WHERE at > TIMESTAMP '10:30:00'",
                "SELECT id FROM k WHERE day < CAST(concat('to', 'day') AS DATE)",
                "SELECT id FROM k JOIN (VALUES (DATE'yesterday')) AS v(d) ON day > d",
                "SELECT id, current_user() AS u FROM k WHERE id < 3",
                "SELECT id FROM k WHERE rand() < 0.5",
                "SELECT id, uuid() AS u FROM k WHERE id < 3",
                "SELECT id FROM k TABLESAMPLE (50 PERCENT)",
                "SELECT id FROM k VERSION AS OF 'main' WHERE id < 3",
                "SELECT id FROM db.k.branch_main WHERE id < 3",
                "SELECT id FROM db.k.snapshots JOIN k ON id = 1",
                "SELECT id FROM IDENTIFIER('k') WHERE id < 3",
                "SELECT k.id FROM k JOIN range(3) AS r ON k.id = r.id",
                "SELECT id FROM k WHERE id < 3 AND lake.system.bucket(4, id) = 1",
            })
    void whatMayChangeByItselfIsNotKept(String sql) {
        requireNeverKnown(sql);
    }

    @Test
    void parametersCountWithTheirValues() {
        String sql = "SELECT id, name FROM k WHERE id < ? AND day > DATE '2026-01-01'";
        assertThat(lane.answer(bound(sql, 3)).execution().getKnown()).isFalse();
        Answer again = lane.answer(bound(sql, 3));
        assertThat(again.execution().getKnown()).isTrue();
        assertThat(again.rows()).hasSize(2);
        Answer other = lane.answer(bound(sql, 6));
        assertThat(other.execution().getKnown()).isFalse();
        assertThat(other.rows()).hasSize(5);
        for (int i = 0; i < 2; i++) {
            Answer several = lane.answer(bound(sql, 3, 4));
            assertThat(several.execution().getKnown()).isFalse();
            assertThat(several.rows()).hasSize(5);
        }
    }

    private Statement bound(String sql, int... values) {
        try (IntVector column = new IntVector("1", org.apache.spark.sql.util.ArrowUtils.rootAllocator())) {
            column.allocateNew(values.length);
            for (int i = 0; i < values.length; i++) {
                column.setSafe(i, values[i]);
            }
            column.setValueCount(values.length);
            return lane.statement(sql).toBuilder()
                    .setParameters(TestingParameters.serialize(VectorSchemaRoot.of(column)))
                    .build();
        }
    }

    @Test
    void choicesOfTheSessionCount() {
        String sql = "SELECT sum(CAST(id AS DOUBLE)) AS s FROM k WHERE id > 3";
        Statement exact = lane.statement(sql);
        Statement approximate = exact.toBuilder().setApproximateDoubles(true).build();
        lane.answer(approximate);
        assertThat(lane.answer(again(approximate)).execution().getKnown()).isTrue();
        assertThat(lane.answer(exact).execution().getFast()).isFalse();
        assertThat(lane.spark(sql).execution().getKnown()).isFalse();
        assertThat(lane.spark(sql).execution().getFast()).isFalse();
    }

    private Statement again(Statement statement) {
        return statement.toBuilder().setQueryId(engine.nextQueryId()).build();
    }

    @Test
    void errorsAreSparks() {
        String sql = "SELECT 10 DIV (id - 500) AS x FROM k WHERE id > 90";
        becomeKnown(sql);
        lane.execute("INSERT INTO k (id) VALUES (500)");
        EngineError fast = TestingEngine.errorOf(() -> lane.fast(sql));

        assertThat(fast).isEqualTo(TestingEngine.errorOf(() -> lane.spark(sql)));
        assertThat(fast.getCondition()).isEqualTo("DIVIDE_BY_ZERO");
    }

    @Test
    void tablesThatHaveGrownAreLeftToSpark() {
        String sql = "SELECT max(name) FROM k WHERE id > 90";
        becomeKnown(sql);
        lane.execute("INSERT INTO k SELECT 95, 'z', NULL, NULL FROM range(0, 2100000, 1, 1)");

        lane.requireRefused(sql, "fast-lane.max-rows");
        lane.execute("DELETE FROM k WHERE name = 'z'");
        requireKnown(sql);
    }

    @Test
    void hitsAndMissesAreCounted() throws Exception {
        Health before = health();
        becomeKnown("SELECT name FROM k WHERE id = 12");
        Health after = health();

        assertThat(after.getKnownHits() - before.getKnownHits()).isEqualTo(1);
        assertThat(after.getKnownMisses() - before.getKnownMisses()).isEqualTo(1);
    }

    private Health health() throws Exception {
        return Health.parseFrom(engine.call(EngineProtocol.HEALTH, Health.getDefaultInstance()));
    }
}
