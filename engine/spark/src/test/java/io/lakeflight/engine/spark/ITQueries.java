package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ITQueries {
    private final TestingEngine engine = TestingEngine.shared();

    @Test
    void constantsAreReturned() {
        assertThat(engine.rows("SELECT 1 AS a, 'x' AS b, 1.50 AS c"))
                .containsExactly(List.of(1, "x", new java.math.BigDecimal("1.50")));
    }

    @Test
    void orderIsKeptOverManyPartitions() {
        List<List<Object>> rows =
                engine.rows("SELECT id FROM range(0, 200000, 1, 97) ORDER BY id % 7 * 1000000 + id DESC");
        assertThat(rows).hasSize(200_000);
        List<Object> first = rows.stream().limit(3).map(row -> row.get(0)).toList();
        assertThat(first).containsExactly(199_996L, 199_989L, 199_982L);
    }

    @Test
    void partitionsArriveInOrder() {
        assertThat(engine.rows("SELECT id FROM range(0, 1000, 1, 300)").stream().map(row -> (Long) row.get(0)))
                .containsExactlyElementsOf(LongStream.range(0, 1000).boxed().toList());
    }

    @Test
    void limitReturnsNoMore() {
        assertThat(engine.rows("SELECT id FROM range(1000000) LIMIT 5")).hasSize(5);
    }

    @Test
    void describingCommandsAreQueries() {
        for (String sql : List.of("SHOW NAMESPACES", "DESCRIBE NAMESPACE lake.db", "EXPLAIN SELECT 1")) {
            assertThat(engine.analyze(sql).getKind()).isEqualTo(StatementKind.QUERY);
            assertThat(engine.rows(sql)).isNotEmpty();
        }
    }

    @Test
    void tpchTablesAreGenerated() {
        engine.execute("CREATE OR REPLACE TEMPORARY VIEW lineitem USING io.lakeflight.engine.spark.tpch.TpchSource "
                + "OPTIONS (table 'lineitem', scale '0.01', parts '3')");
        assertThat(engine.rows("SELECT count(*), count(DISTINCT l_orderkey) FROM lineitem"))
                .containsExactly(List.of(60_175L, 15_000L));
    }

    @Test
    void tablesReadAndWrittenAreNamed() {
        engine.execute("CREATE TABLE source_table (id BIGINT)");
        engine.execute("CREATE TABLE target_table (id BIGINT)");
        Analysis insert = engine.analyze(
                "INSERT INTO target_table SELECT id FROM source_table " + "WHERE id IN (SELECT id FROM source_table)");
        assertThat(insert.getKind()).isEqualTo(StatementKind.DML);
        assertThat(insert.getReadsList()).extracting(TableName::getName).containsExactly("source_table");
        assertThat(insert.getWritesList()).extracting(TableName::getName).containsExactly("target_table");
        for (String sql : List.of(
                "DELETE FROM target_table WHERE id = 1",
                "UPDATE target_table SET id = 2",
                "MERGE INTO target_table t USING source_table s ON t.id = s.id WHEN MATCHED THEN DELETE",
                "TRUNCATE TABLE target_table",
                "DROP TABLE target_table",
                "ALTER TABLE target_table ADD COLUMN x INT")) {
            assertThat(engine.analyze(sql).getWritesList())
                    .as(sql)
                    .extracting(TableName::getName)
                    .containsExactly("target_table");
        }
        Analysis create = engine.analyze("CREATE TABLE made_table AS SELECT id FROM source_table");
        assertThat(create.getReadsList()).extracting(TableName::getName).containsExactly("source_table");
        assertThat(create.getWritesList()).extracting(TableName::getName).containsExactly("made_table");
    }

    @Test
    void everyWriteIsNamedWithoutItsBranch() {
        engine.execute("CREATE TABLE branched (id BIGINT)");
        engine.execute("CREATE TABLE plain (id BIGINT)");
        engine.execute("INSERT INTO branched VALUES (1), (2)");
        engine.execute("ALTER TABLE branched CREATE BRANCH x");

        for (String sql : List.of(
                "INSERT INTO lake.db.branched.branch_x VALUES (1)",
                "INSERT OVERWRITE lake.db.branched.branch_x VALUES (1)",
                "UPDATE lake.db.branched.branch_x SET id = 2",
                "DELETE FROM lake.db.branched.branch_x WHERE id = 1",
                "MERGE INTO lake.db.branched.branch_x t USING plain s ON t.id = s.id WHEN MATCHED THEN DELETE",
                "TRUNCATE TABLE lake.db.branched.branch_x")) {
            assertThat(writes(sql)).as(sql).containsExactly("lake.db.branched");
        }
        assertThat(writes("FROM VALUES (1L) AS v(id) INSERT INTO branched SELECT id INSERT INTO plain SELECT id"
                        + " INSERT INTO lake.db.branched.branch_x SELECT id"))
                .containsExactly("lake.db.branched", "lake.db.plain", "lake.db.branched");
        assertThat(TestingEngine.errorOf(
                                () -> engine.analyze("INSERT OVERWRITE DIRECTORY '/nowhere' USING parquet SELECT 1"))
                        .getSqlState())
                .as("what no table would show is refused")
                .isEqualTo("42501");
    }

    @Test
    void onlyCreateTableAsCreatesTheTableItWrites() {
        engine.execute("CREATE TABLE existing (id BIGINT)");

        assertThat(engine.analyze("CREATE TABLE created AS SELECT 1 AS id").getCreatesTable())
                .isTrue();
        assertThat(engine.analyze("CREATE OR REPLACE TABLE existing AS SELECT 1 AS id")
                        .getCreatesTable())
                .isTrue();
        assertThat(engine.analyze("INSERT INTO existing VALUES (1)").getCreatesTable())
                .isFalse();
        assertThat(engine.analyze("TRUNCATE TABLE existing").getCreatesTable()).isFalse();
    }

    private List<String> writes(String sql) {
        return engine.analyze(sql).getWritesList().stream()
                .map(table ->
                        table.getCatalog() + "." + String.join(".", table.getNamespaceList()) + "." + table.getName())
                .toList();
    }
}
