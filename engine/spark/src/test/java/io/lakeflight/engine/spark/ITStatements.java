package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ITStatements {
    private final TestingEngine engine = TestingEngine.shared();

    @ParameterizedTest
    @CsvSource({"copy-on-write,2", "merge-on-read,2", "merge-on-read,3"})
    void changesAreCountedAndNamed(String mode, int version) {
        String table = "dml_" + mode.replace('-', '_') + version;
        engine.execute("CREATE TABLE " + table + " (id BIGINT, v STRING) TBLPROPERTIES ('format-version'='" + version
                + "', 'write.delete.mode'='" + mode + "', 'write.update.mode'='" + mode + "', 'write.merge.mode'='"
                + mode + "')");

        assertAffected(table, "INSERT INTO %s SELECT id, 'a' FROM range(100)", 100);
        assertAffected(table, "UPDATE %s SET v = 'b' WHERE id < 10", 10);
        assertAffected(table, "DELETE FROM %s WHERE id IN (1, 2, 3)", 3);
        assertAffected(table, "DELETE FROM %s WHERE id BETWEEN 4 AND 5", 2);
        assertAffected(table, "UPDATE %s SET v = 'c' WHERE id < 10", 5);
        assertAffected(
                table,
                "MERGE INTO %s t USING (SELECT id FROM range(95, 110)) s ON t.id = s.id "
                        + "WHEN MATCHED AND s.id < 97 THEN DELETE WHEN MATCHED THEN UPDATE SET v = 'm' "
                        + "WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 'n')",
                15);
        assertAffected(
                table,
                "MERGE INTO %s t USING (SELECT id FROM range(108, 113)) s ON t.id = s.id "
                        + "WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, 'o')",
                3);
        assertAffected(table, "DELETE FROM %s WHERE id = 99999", 0);
        assertAffected(table, "DELETE FROM %s", 106);
        assertThat(engine.rows("SELECT * FROM " + table)).isEmpty();
    }

    private void assertAffected(String table, String sql, long expected) {
        Statement statement = engine.statement("s", sql.formatted(table));
        assertThat(engine.execute(statement).getAffectedRows()).as(sql).isEqualTo(expected);
        if (expected == 0) {
            // Iceberg may commit an empty snapshot or none.
            return;
        }
        List<List<Object>> named = engine.rows("SELECT count(*) FROM db." + table + ".snapshots WHERE summary['"
                + EngineProtocol.QUERY_ID_PROPERTY + "'] = '" + statement.getQueryId() + "'");
        assertThat(named.get(0).get(0)).as(sql).isEqualTo(1L);
    }

    @Test
    void multipleInsertIsOneStatementWithEffects() {
        engine.execute("CREATE TABLE multi_a (id BIGINT)");
        engine.execute("CREATE TABLE multi_b (id BIGINT)");
        String sql =
                "FROM (SELECT id FROM range(10)) INSERT INTO multi_a SELECT id INSERT INTO multi_b SELECT id WHERE id < 3";
        assertThat(engine.analyze(sql).getKind()).isEqualTo(StatementKind.DML);
        assertThat(engine.analyze(sql).getWritesList())
                .extracting(TableName::getName)
                .containsExactlyInAnyOrder("multi_a", "multi_b");

        Statement statement = engine.statement("s", sql);
        assertThat(engine.execute(statement).getAffectedRows()).isEqualTo(13);

        for (String table : List.of("multi_a", "multi_b")) {
            assertThat(engine.rows("SELECT summary['lakeflight.query-id'] FROM db." + table + ".snapshots"))
                    .containsExactly(List.of(statement.getQueryId()));
        }
        assertThat(engine.rows("SELECT count(*) FROM multi_a").get(0).get(0)).isEqualTo(10L);
        assertThat(engine.rows("SELECT count(*) FROM multi_b").get(0).get(0)).isEqualTo(3L);
    }

    @Test
    void createTableAsSelectCountsItsRows() {
        Statement statement = engine.statement("s", "CREATE TABLE ctas AS SELECT id FROM range(42)");
        assertThat(engine.execute(statement).getAffectedRows()).isEqualTo(42);
        assertThat(engine.rows("SELECT summary['lakeflight.query-id'] FROM db.ctas.snapshots"))
                .containsExactly(List.of(statement.getQueryId()));
    }

    @Test
    void settingsAndCurrentSchemaAreReported() {
        engine.open("settings");
        assertThat(engine.execute("settings", "SET spark.sql.shuffle.partitions = 3")
                        .getSession()
                        .getSettingsMap())
                .containsEntry("spark.sql.shuffle.partitions", "3")
                .hasSize(1);
        assertThat(engine.execute("settings", "SET spark.sql.shuffle.partitions")
                        .getRows())
                .isNotEmpty();
    }
}
