package io.lakeflight.planner.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.statement.predicates.ColumnPredicate;
import io.lakeflight.planner.statement.predicates.ColumnPredicate.Comparison;
import io.lakeflight.planner.statement.tables.TableRead;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestStatementReader {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t JOIN s.u USING (a)|t s.u",
                "SELECT 1 FROM (SELECT * FROM a) x, b y|a b",
                "WITH a AS (SELECT * FROM t), b AS (SELECT * FROM a) SELECT * FROM b, c|t c",
                "WITH a AS (SELECT * FROM a) SELECT * FROM A|a",
                "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r) SELECT * FROM r, t|t",
                "SELECT (SELECT max(x) FROM u) FROM t WHERE EXISTS (SELECT 1 FROM v)|t u v",
                "(WITH a AS (SELECT 1) SELECT * FROM a) UNION SELECT * FROM a|a",
                "SELECT * FROM t VERSION AS OF 3|t",
                "SELECT 2a, 1e3, 1e-3, 2L, 1.5BD FROM 2024_data, lake.24h.t2 t|2024_data lake.24h.t2",
                "SELECT * FROM lake.s.t.snapshots|lake.s.t.snapshots",
                "SELECT * FROM t LATERAL VIEW explode(t.a) e AS x|t",
                "SELECT * FROM range(3), t|t",
                "SELECT /*+ broadcast(t) */* FROM t|t",
                "SELECT t.a FROM t, LATERAL (SELECT * FROM u WHERE u.b = t.b)|t u",
                "TABLE t|t",
                "VALUES (1)|",
                "SELECT 1|"
            })
    void tablesOfQueriesAreFound(String sql, String tables) {
        StatementSummary summary = StatementReader.read(sql);

        assertThat(summary.opaque()).isEmpty();
        assertThat(summary.kind()).isEqualTo(StatementClass.QUERY);
        assertThat(names(summary.reads())).isEqualTo(split(tables));
        assertThat(summary.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO a.t SELECT * FROM u|DML|u|a.t",
                "INSERT OVERWRITE t SELECT * FROM t|DML|t|t",
                "UPDATE t SET a = (SELECT max(b) FROM u) WHERE c|DML|u|t",
                "DELETE FROM t WHERE a IN (SELECT b FROM u)|DML|u|t",
                "MERGE INTO t x USING (SELECT * FROM u) y ON x.a = y.a WHEN MATCHED THEN UPDATE SET b = y.b|DML|u|t",
                "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED AND t.b > (SELECT max(b) FROM v) THEN UPDATE SET b ="
                        + " (SELECT max(c) FROM w) WHEN NOT MATCHED THEN INSERT (a, b) VALUES (u.a, default)|DML|u v w|t",
                "CREATE TABLE t AS SELECT * FROM u|DDL|u|t",
                "CREATE TABLE t AS TABLE u|DDL|u|t",
                "CREATE TABLE t USING iceberg PARTITIONED BY (days(d)) TBLPROPERTIES ('as' = 'b') AS SELECT * FROM u, v|DDL|u v|t",
                "CREATE OR REPLACE TABLE s.`t` USING iceberg AS (WITH a AS (SELECT * FROM u) SELECT * FROM a)|DDL|u|s.t",
                "create table if not exists \"s\".t comment 'x' as values (1)|DDL||s.t",
                "INSERT INTO t TABLE u|DML|u|t"
            })
    void tablesOfChangesAreFound(String sql, StatementClass kind, String reads, String writes) {
        StatementSummary summary = StatementReader.read(sql);

        assertThat(summary.opaque()).isEmpty();
        assertThat(summary.kind()).isEqualTo(kind);
        assertThat(names(summary.reads())).isEqualTo(split(reads));
        assertThat(names(summary.writes())).isEqualTo(split(writes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP TABLE lake.s.t|DDL|lake.s.t",
                "DROP VIEW IF EXISTS `s`.\"v\"|DDL|s.v",
                "drop table if exists t purge|DDL|t",
                "TRUNCATE TABLE s.t|DML|s.t",
                "ALTER TABLE t ADD COLUMN a INT COMMENT 'x from y'|DDL|t",
                "ALTER TABLE s.t RENAME TO s.u|DDL|s.t s.u",
                "ALTER TABLE t WRITE ORDERED BY a|DDL|t",
                "CREATE OR REPLACE TABLE s.t (a INT, b STRUCT<x: INT>) USING iceberg PARTITIONED BY (days(d))|DDL|s.t",
                "CREATE TABLE IF NOT EXISTS t (a INT) TBLPROPERTIES ('a' = 'b')|DDL|t",
                "REPLACE TABLE t (a INT) USING iceberg|DDL|t"
            })
    void tablesThatAreDefinedAreFound(String sql, StatementClass kind, String writes) {
        StatementSummary summary = StatementReader.read(sql);

        assertThat(summary.opaque()).isEmpty();
        assertThat(summary.kind()).isEqualTo(kind);
        assertThat(summary.scans()).isEmpty();
        assertThat(names(summary.writes())).isEqualTo(split(writes));
        assertThat(summary.variation()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE IDENTIFIER('t')",
                "DROP SCHEMA s CASCADE",
                "DROP TABLE",
                "DROP TABLE t.",
                "ALTER TABLE t RENAME TO",
                "ALTER VIEW v AS SELECT * FROM t",
                "CREATE TABLE t LIKE u",
                "CREATE TABLE t USING iceberg TABLE u",
                "CREATE TABLE t USING iceberg AS FROM u SELECT a",
                "CREATE TABLE t USING iceberg AS SELECT FROM WHERE",
                "CREATE TABLE IDENTIFIER('t') AS SELECT 1",
                "CREATE TABLE `a``b` USING iceberg AS SELECT 1",
                "CREATE VIEW v COMMENT 'x' AS SELECT 1 FROM t",
                "CREATE TEMPORARY VIEW v USING csv",
                "ANALYZE TABLE t COMPUTE STATISTICS"
            })
    void anyOtherDefinitionIsSparksToRead(String sql) {
        assertThat(StatementReader.read(sql).opaque()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MERGE",
                "MERGE INTO",
                "MERGE INTO \"",
                "MERGE INTO t AS",
                "MERGE INTO t USING u ON (WHEN MATCHED THEN DELETE",
                "MERGE INTO t USING u ON a WHEN",
                "MERGE INTO t USING u ON a WHEN NOT",
                "MERGE INTO t USING u ON a WHEN MATCHED AND b",
                "MERGE INTO t USING u ON a WHEN MATCHED THEN UPDATE SET",
                "MERGE INTO t USING u ON a WHEN MATCHED THEN UPDATE SET b",
                "MERGE INTO t USING u ON a WHEN MATCHED THEN UPDATE SET = 1",
                "MERGE INTO t USING u ON a WHEN NOT MATCHED THEN INSERT (a, b) VALUES (1)",
                "MERGE INTO t USING u ON a WHEN NOT MATCHED THEN INSERT (a VALUES (1",
                "MERGE INTO t USING u ON a WHEN MATCHED THEN DELETE THEN DELETE",
                "MERGE WITH SCHEMA",
                "MERGE INTO t USING u ON CASE WHEN a THEN b WHEN MATCHED THEN DELETE"
            })
    void mergesThatAreWrongAreSparksToJudge(String sql) {
        StatementSummary summary = StatementReader.read(sql);

        assertThat(summary.kind()).isEqualTo(StatementClass.DML);
        assertThat(summary.opaque()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO t (A, b) SELECT c, d FROM u|a b",
                "INSERT INTO t SELECT c, d FROM u|*",
                "UPDATE t AS x SET a = b, `C` = 1 WHERE d = 2|a c",
                "UPDATE t SET s.f = 1|s f",
                "DELETE FROM t WHERE a = 1|",
                "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET b = u.b"
                        + " WHEN NOT MATCHED THEN INSERT (a, c) VALUES (u.a, u.c)|a b c",
                "MERGE INTO lake.t AS x USING u ON x.a = CASE WHEN u.a > 1 THEN 1 END WHEN MATCHED AND u.d IN (1, 2) THEN"
                        + " DELETE WHEN MATCHED THEN UPDATE SET x.b = u.b, `C` = concat(u.c, ',')|b c",
                "MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED BY SOURCE THEN DELETE;|",
                "MERGE WITH SCHEMA EVOLUTION INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET *"
                        + " WHEN NOT MATCHED BY TARGET THEN INSERT *|*",
                "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET s.f = 1|*",
                "CREATE TABLE t AS SELECT a FROM u|*",
                "SELECT a FROM t|"
            })
    void columnsThatGetValuesAreFound(String sql, @Nullable String columns) {
        StatementSummary summary = StatementReader.read(sql);

        assertThat(summary.opaque()).isEmpty();
        if (columns != null && columns.equals("*")) {
            assertThat(summary.writtenColumns()).isEmpty();
        } else {
            Set<String> expected = columns == null ? Set.of() : Set.of(columns.split(" "));
            assertThat(summary.writtenColumns()).contains(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a|DML",
                "FROM s INSERT INTO t SELECT a|DML",
                "FROM s SELECT a|QUERY",
                "FROM s INSERT OVERWRITE t SELECT a|DML",
                "WITH a AS (SELECT 1) FROM a INSERT INTO t SELECT *|DML",
                "WITH RECURSIVE a(b) MAX RECURSION LEVEL 3 AS (SELECT 1), c AS (SELECT 1) DELETE FROM t WHERE d|DML",
                "FROM s SELECT delete, update|QUERY",
                "SELECT TRANSFORM(a) USING 'cat' FROM t|QUERY",
                "SHOW TABLES|METADATA",
                "USE lake|SESSION",
                "CALL lake.system.expire_snapshots('t')|PROCEDURE",
                "BEGIN SELECT 1; END|SCRIPT",
                "SELECT|QUERY",
                "no such thing|METADATA"
            })
    void whatCalciteDoesNotReadIsOpaque(String sql, StatementClass kind) {
        StatementSummary summary = StatementReader.read(sql);

        assertThat(summary.opaque()).isPresent();
        assertThat(summary.kind()).isEqualTo(kind);
        assertThat(summary.reads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM IDENTIFIER('t')|IDENTIFIER",
                "SELECT * FROM t, my_rows(1)|my_rows",
                "SELECT * FROM lake.s.rows(1)|lake.s.rows",
                "SELECT * FROM python_worker_logs()|python_worker_logs"
            })
    void functionThatMayReadTablesMakesItOpaque(String sql, String function) {
        StatementSummary summary = StatementReader.read(sql);

        assertThat(summary.opaque()).contains("any table may be behind function " + function);
        assertThat(summary.scans()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH a AS (SELECT 1 AS delete) SELECT delete FROM a",
                "WITH a AS (SELECT 1), b AS (SELECT 2) SELECT max(x) merge FROM b",
                "WITH a AS (SELECT 1) SELECT t.update FROM t"
            })
    void columnMayBeCalledAsAChangeOfRows(String sql) {
        assertThat(StatementReader.read(sql).kind()).isEqualTo(StatementClass.QUERY);
    }

    @Test
    void conditionsAreOfTheTableTheyName() {
        StatementSummary summary = StatementReader.read(
                "SELECT * FROM s.t x JOIN u ON x.a = 1 AND u.a < DATE '2024-01-01' LEFT JOIN v ON v.c = 3 WHERE d >="
                        + " -4");

        assertThat(summary.scans())
                .containsExactly(
                        read(
                                "s.t",
                                predicate("a", Comparison.EQUAL, 1),
                                predicate("d", Comparison.GREATER_OR_EQUAL, -4)),
                        read(
                                "u",
                                new ColumnPredicate("a", Comparison.LESS, List.of(LocalDate.of(2024, 1, 1))),
                                predicate("d", Comparison.GREATER_OR_EQUAL, -4)),
                        read("v"));
        assertThat(summary.conditionColumns()).containsExactlyInAnyOrder("x", "a", "u", "v", "c", "d");
    }

    @Test
    void pointsInTimeAndRowsToBeChangedAreTold() {
        assertThat(StatementReader.read("SELECT * FROM t VERSION AS OF 3").scans())
                .containsExactly(new TableRead(List.of("t"), List.of(), false, false));
        assertThat(StatementReader.read("DELETE FROM t x WHERE x.a = 1").scans())
                .containsExactly(new TableRead(List.of("t"), List.of(predicate("a", Comparison.EQUAL, 1)), true, true));
    }

    private static TableRead read(String name, ColumnPredicate... predicates) {
        return new TableRead(List.of(name.split("[.]")), List.of(predicates), true, false);
    }

    private static ColumnPredicate predicate(String column, Comparison comparison, int value) {
        return new ColumnPredicate(column, comparison, List.of(BigDecimal.valueOf(value)));
    }

    @Test
    void textsOutOfBoundsAreNotRead() {
        String longList = "SELECT * FROM t WHERE a IN (" + "1,".repeat(100_000) + "2)";
        String deep = "SELECT " + "(".repeat(10_000) + "1" + ")".repeat(10_000);
        String chained = "SELECT 1" + "+1".repeat(60_000);

        assertThat(StatementReader.read(longList).opaque())
                .hasValueSatisfying(why -> assertThat(why).contains("longer"));
        assertThat(StatementReader.read(deep).opaque())
                .hasValueSatisfying(why -> assertThat(why).contains("deeper"));
        assertThat(StatementReader.read(chained).kind()).isEqualTo(StatementClass.QUERY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GROUP BY a ", "group by ", "ORDER BY a "})
    @Timeout(10)
    void timeDoesNotGrowWithTheSquareOfTheLength(String clause) {
        String text = "SELECT a FROM t " + clause.repeat((StatementReader.LONGEST - 16) / clause.length());

        assertThat(StatementReader.read(text).opaque()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", " AND a=1", "||(a)", "[1]", "::int", " - -1", " IS NULL", " UNION SELECT 1"})
    @Timeout(20)
    void longChainsOfOperatorsAreReadInTimeOrNotAtAll(String link) {
        int most = (StatementReader.LONGEST - 30) / link.length();

        assertThat(StatementReader.read("SELECT a FROM t WHERE a" + link.repeat(most))
                        .kind())
                .isEqualTo(StatementClass.QUERY);
    }

    @Test
    void longListsAreReadWhateverIsInThem() {
        String rows = "(-1, a + 1), ".repeat(8_000);

        assertThat(StatementReader.read("INSERT INTO t VALUES " + rows + "(0, 0)")
                        .opaque())
                .isEmpty();
        assertThat(StatementReader.read("SELECT 1" + "+1".repeat(9_000)).opaque())
                .hasValueSatisfying(why -> assertThat(why).contains("8000 operators"));
    }

    private static Set<String> names(Set<List<String>> tables) {
        return tables.stream().map(name -> String.join(".", name)).collect(Collectors.toSet());
    }

    private static Set<String> split(String names) {
        return names == null ? Set.of() : Stream.of(names.split(" ")).collect(Collectors.toSet());
    }
}
