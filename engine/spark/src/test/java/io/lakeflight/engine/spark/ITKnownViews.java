package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.spark.TestingLane.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of views are known as long as each view, and each one in its text, is what it was. */
class ITKnownViews {
    private static final String SESSION = "known-views";

    @TempDir
    private static Path directory;

    private static TestingLane lane;

    /** A catalog of tables only, as the other tests have, holds no views. */
    @BeforeAll
    static void openCatalog() {
        String catalog = "spark.sql.catalog.seen";
        TestingEngine.shared()
                .open(OpenSession.newBuilder()
                        .setSessionId(SESSION)
                        .setCatalog("lake")
                        .setSchema("db")
                        .putAllSettings(TestingEngine.WITHOUT_CODE)
                        .putAllSettings(Map.of(
                                catalog,
                                EngineCatalog.class.getName(),
                                catalog + ".type",
                                "jdbc",
                                catalog + ".uri",
                                "jdbc:sqlite:" + directory.resolve("catalog.db"),
                                catalog + ".jdbc.schema-version",
                                "V1",
                                catalog + ".clients",
                                "1",
                                catalog + ".warehouse",
                                directory.resolve("warehouse").toString()))
                        .build());
        lane = new TestingLane(SESSION);
        lane.execute("CREATE NAMESPACE seen.one");
        lane.execute("CREATE NAMESPACE seen.two");
    }

    @BeforeEach
    void createViews() {
        lane.execute("USE seen.one");
        for (String view : List.of("v", "w", "x", "two.v")) {
            lane.execute("DROP VIEW IF EXISTS seen." + (view.contains(".") ? view : "one." + view));
        }
        createTable("one.t", 100);
        createTable("two.t", 7);
        lane.execute("CREATE VIEW v AS SELECT id, name AS label FROM t WHERE id > 2");
        lane.execute("CREATE VIEW w AS SELECT v.id, t.day FROM v JOIN t ON v.id = t.id WHERE t.id < 90");
    }

    private static void createTable(String name, int rows) {
        lane.execute("DROP TABLE IF EXISTS seen." + name);
        lane.execute("CREATE TABLE seen." + name + " (id INT, name STRING, day DATE) USING iceberg");
        lane.execute("INSERT INTO seen." + name + " SELECT id, concat('n', id),"
                + " date_add(DATE'2026-01-01', CAST(id AS INT)) FROM range(1, " + (rows + 1) + ", 1, 1)");
    }

    private static boolean isKnown(String sql) {
        Answer fast = lane.fast(sql);
        Answer spark = lane.spark(sql);
        assertThat(fast.execution().getFast())
                .as(sql + ": " + fast.execution().getLaneReason())
                .isTrue();
        assertThat(fast.schema()).as(sql).isEqualTo(spark.schema());
        assertThat(fast.rows()).as(sql).containsExactlyInAnyOrderElementsOf(spark.rows());
        return fast.execution().getKnown();
    }

    private static void becomeKnown(String sql) {
        assertThat(isKnown(sql)).as(sql).isFalse();
        assertThat(isKnown(sql)).as(sql).isTrue();
    }

    private static void requireNeverKnown(String sql) {
        for (int i = 0; i < 3; i++) {
            assertThat(lane.fast(sql).execution().getKnown()).as(sql).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, label FROM v WHERE id < 10",
                "SELECT count(*), max(label) FROM seen.one.v",
                "SELECT a.id, b.day FROM one.v a JOIN w b ON a.id = b.id",
                "WITH v AS (SELECT id FROM w WHERE id < 20) SELECT count(id) FROM v",
                "SELECT id FROM t WHERE id IN (SELECT id FROM w) AND id NOT IN (SELECT id + 1 FROM v WHERE id < 50)",
                "SELECT id FROM v UNION ALL SELECT id FROM w UNION ALL SELECT id FROM t",
            })
    void whatTheirTablesHoldIsReadAnew(String sql) {
        becomeKnown(sql);
        lane.execute("INSERT INTO t VALUES (3, 'n4', DATE'2026-02-02')");
        assertThat(isKnown(sql)).isTrue();
        lane.execute("DELETE FROM t WHERE id = 4");
        assertThat(isKnown(sql)).isTrue();
    }

    @Test
    void replacedViewsAreNew() {
        String sql = "SELECT count(*), max(id) FROM w";
        becomeKnown(sql);
        lane.execute("CREATE OR REPLACE VIEW w AS SELECT id FROM v WHERE id < 50");
        becomeKnown(sql);
        lane.execute("CREATE OR REPLACE VIEW v AS SELECT id, name FROM t WHERE id < 40");
        becomeKnown(sql);
        assertThat(lane.fast(sql).rows()).isEqualTo(List.of(List.of(39L, 39)));
        lane.execute("ALTER VIEW v SET TBLPROPERTIES ('some' = 'other')");
        becomeKnown(sql);
    }

    @Test
    void viewsOfAnotherTableAreNew() {
        String sql = "SELECT count(*) FROM v WHERE id > 0";
        becomeKnown(sql);
        createTable("one.t", 50);
        becomeKnown(sql);
        lane.execute("ALTER TABLE t ADD COLUMN more INT");
        becomeKnown(sql);
        lane.execute("ALTER TABLE t ADD PARTITION FIELD bucket(4, id)");
        becomeKnown(sql);
    }

    @Test
    void viewsThatAreMadeAgainAreNew() {
        String sql = "SELECT count(*) FROM v";
        becomeKnown(sql);
        lane.execute("DROP VIEW v");
        EngineError gone = TestingEngine.errorOf(() -> lane.fast(sql));
        assertThat(gone).isEqualTo(TestingEngine.errorOf(() -> lane.spark(sql)));
        assertThat(gone.getCondition()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
        lane.execute("CREATE VIEW v AS SELECT id, name AS label FROM t WHERE id > 2");
        becomeKnown(sql);
    }

    @Test
    void tablesAndViewsMayTakeEachOthersPlace() {
        String sql = "SELECT count(id) AS n, max(id) AS most FROM x WHERE id > 3";
        lane.execute("CREATE VIEW x AS SELECT id FROM v");
        becomeKnown(sql);
        lane.execute("DROP VIEW x");
        lane.execute("CREATE TABLE x USING iceberg AS SELECT 5 AS id");
        becomeKnown(sql);
        assertThat(lane.fast(sql).rows()).isEqualTo(List.of(List.of(1L, 5)));
        lane.execute("DROP TABLE x");
        lane.execute("CREATE VIEW x AS SELECT id FROM w");
        becomeKnown(sql);
        lane.execute("DROP VIEW x");
    }

    @Test
    void namesInTheirTextsAreThoseOfWhereTheyWereMade() {
        lane.execute("USE seen.two");
        lane.execute("CREATE VIEW v AS SELECT id, name AS label FROM t WHERE id > 5");
        String sql = "SELECT count(*) FROM v";
        becomeKnown(sql);
        assertThat(lane.fast(sql).rows()).isEqualTo(List.of(List.of(2L)));
        String both = "SELECT count(*) FROM v JOIN seen.one.w ON v.id = w.id";
        becomeKnown(both);
        lane.execute("USE seen.one");
        becomeKnown(sql);
        assertThat(lane.fast(sql).rows()).isEqualTo(List.of(List.of(98L)));
        lane.execute("DROP TABLE seen.two.t");
        createTable("two.t", 9);
        assertThat(isKnown(sql)).isTrue();
        lane.execute("USE lake.db");
        becomeKnown("SELECT count(*) FROM seen.two.v");
        assertThat(lane.fast("SELECT count(*) FROM seen.two.v").rows()).isEqualTo(List.of(List.of(4L)));
    }

    @Test
    void namesOfAWithInAViewAreItsOwn() {
        lane.execute("CREATE VIEW x AS WITH t AS (SELECT id FROM w WHERE id < 30) SELECT id FROM t");
        String sql = "WITH v AS (SELECT id FROM t WHERE id > 10) SELECT count(*) FROM v JOIN x ON v.id = x.id";
        becomeKnown(sql);
        lane.execute("DELETE FROM t WHERE id = 20");
        assertThat(isKnown(sql)).isTrue();
        lane.execute("CREATE OR REPLACE VIEW v AS SELECT id, name AS label FROM t WHERE id > 15");
        becomeKnown(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t WHERE day < current_date() + INTERVAL '100' YEAR",
                "SELECT id FROM t WHERE day < DATE 'today' + INTERVAL '100' YEAR",
                "SELECT id FROM t WHERE rand() < 2",
                "SELECT id, current_user() AS u FROM t",
                "SELECT t.id FROM t JOIN range(30) AS r ON t.id = r.id",
                "SELECT id FROM t VERSION AS OF 'main'",
                "SELECT id FROM seen.one.t.branch_main",
                "SELECT t.id FROM t JOIN (VALUES (DATE'yesterday')) AS y(d) ON day > d",
            })
    void whatMayChangeByItselfIsNotKept(String text) {
        lane.execute("CREATE VIEW x AS " + text);
        requireNeverKnown("SELECT count(id) FROM x WHERE id > 1");
        lane.execute("CREATE OR REPLACE VIEW w AS SELECT id FROM x WHERE id < 20");
        requireNeverKnown("SELECT count(id) FROM w");
    }

    @Test
    void otherConstantsAreKnown() {
        String shape = "SELECT count(*) AS n, max(label) AS most FROM v WHERE label < 'n%d'";
        for (int value : List.of(10, 20, 30)) {
            assertThat(isKnown(shape.formatted(value))).isFalse();
        }
        assertThat(isKnown(shape.formatted(44))).isTrue();
        lane.execute("CREATE OR REPLACE VIEW v AS SELECT id, name AS label FROM t WHERE name > 'n3'");
        for (int value : List.of(44, 10, 31, 5, 3, 77, 20, 36, 3, 29, 90)) {
            isKnown(shape.formatted(value));
        }
    }

    @Test
    void conditionsOfAViewCount() {
        lane.execute("CREATE VIEW x AS SELECT id, day FROM t WHERE year(day) = 2026 AND id % 2 = 0");
        for (int value : List.of(10, 20, 30, 11, 40, 13)) {
            assertThat(isKnown("SELECT count(*) AS n FROM x WHERE id < " + value))
                    .isFalse();
        }
    }

    @Test
    void constantsOfAViewOfTheSameTextAreNotTheStatements() {
        lane.execute("USE seen.two");
        lane.execute("CREATE TABLE seen.two.z USING iceberg AS SELECT id FROM range(50)");
        lane.execute("CREATE VIEW seen.two.same AS SELECT id FROM z");
        lane.execute("USE seen.one");
        lane.execute("CREATE VIEW z AS SELECT id FROM seen.two.same");
        for (int value : List.of(10, 20, 30, 15, 40, 8)) {
            String sql = "SELECT id FROM z WHERE id < " + value;
            lane.execute("USE seen.two");
            lane.execute("CREATE OR REPLACE VIEW seen.two.same AS " + sql);
            lane.execute("USE seen.one");
            isKnown(sql);
            assertThat(lane.fast(sql).rows()).hasSize(value);
            isKnown("SELECT id FROM z WHERE id < " + (value + 1));
            isKnown("SELECT id FROM z WHERE id < " + (value - 1));
        }
        lane.execute("DROP VIEW z");
        lane.execute("DROP VIEW seen.two.same");
        lane.execute("DROP TABLE seen.two.z");
    }
}
