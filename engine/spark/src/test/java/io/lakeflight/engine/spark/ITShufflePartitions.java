package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.run.ShufflePartitions;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.session.SparkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Into how many parts a statement's rows are shuffled. */
class ITShufflePartitions {
    private static final String SESSION = "shuffles";
    private static final String SETTING = "spark.sql.shuffle.partitions";
    private static final long PART_BYTES = 32 << 20;
    private static final int ROW_BYTES = Long.BYTES;

    private final TestingEngine engine = TestingEngine.shared();
    private final EngineSession session;
    private final int fewest;

    ITShufflePartitions() throws Exception {
        engine.open(SESSION);
        session = engine.server().sessions().find(SESSION);
        fewest = session.spark().sessionState().conf().numShufflePartitions();
    }

    @AfterEach
    void close() {
        engine.close(SESSION);
    }

    /** Of any statement, which is not executed. */
    private int parts(String sql) throws Exception {
        return session.call(() -> {
            SessionState state = session.spark().sessionState();
            LogicalPlan plan = state.analyzer().execute(state.sqlParser().parsePlan(sql));
            return ShufflePartitions.call(session, plan, () -> SQLConf.get().numShufflePartitions());
        });
    }

    /** Rows of {@code range} that come to so many parts. */
    private static String range(long parts) {
        return "range(" + parts * PART_BYTES / ROW_BYTES + ")";
    }

    @Test
    void littleInputHasAPartForEachCore() throws Exception {
        assertThat(parts("SELECT id % 7, count(*) FROM range(1000) GROUP BY 1")).isEqualTo(fewest);
        assertThat(parts("SELECT id FROM " + range(fewest))).isEqualTo(fewest);
    }

    @Test
    void muchInputHasMoreParts() throws Exception {
        assertThat(parts("SELECT id FROM " + range(fewest + 3L))).isEqualTo(fewest + 3);
        assertThat(parts("SELECT a.id FROM %s a JOIN %s b ON a.id = b.id".formatted(range(fewest), range(5))))
                .isEqualTo(fewest + 5);
        assertThat(parts("SELECT id FROM range(5) WHERE id > (SELECT max(id) FROM " + range(fewest + 4L) + ")"))
                .isEqualTo(fewest + 4);
        assertThat(parts("SELECT id FROM " + range(1_000_000))).isEqualTo(2_000);
        assertThat(SQLConf.get().numShufflePartitions()).isNotEqualTo(2_000);
    }

    @Test
    void tableCountsByItsRows() throws Exception {
        long rows = (fewest + 2L) * PART_BYTES / ROW_BYTES / 4;
        engine.execute(
                SESSION,
                "CREATE TABLE shuffled USING iceberg AS SELECT id, id AS a, id AS b, id AS c FROM range(" + rows + ")");

        assertThat(parts("SELECT * FROM shuffled")).isEqualTo(fewest + 2);
        for (String change : List.of(
                "UPDATE shuffled SET a = 1 WHERE b = 2",
                "MERGE INTO shuffled s USING (SELECT id FROM range(5)) r ON s.id = r.id WHEN MATCHED THEN UPDATE SET a = 1",
                "INSERT INTO shuffled SELECT id, count(*), 1, 1 FROM shuffled GROUP BY id")) {
            assertThat(parts(change)).as(change).isGreaterThanOrEqualTo(fewest + 2);
        }

        engine.execute(SESSION, "DROP TABLE shuffled");
    }

    @ParameterizedTest
    @CsvSource({"spark.sql.shuffle.partitions,3", "spark.sql.adaptive.coalescePartitions.enabled,false"})
    void whatASessionHasChosenStays(String setting, String value) throws Exception {
        engine.execute(SESSION, "SET " + setting + " = " + value);

        int chosen = setting.equals(SETTING) ? Integer.parseInt(value) : fewest;
        assertThat(parts("SELECT id FROM " + range(100))).isEqualTo(chosen);
    }

    @Test
    void whatADataPlaneHasChosenStays() {
        assertThat(session.spark().sparkContext().getConf().getBoolean(SparkSettings.SHUFFLES_BY_SIZE, false))
                .isTrue();
        assertThat(SparkSettings.with(Map.of(SETTING, "8"), Path.of("unused"))
                        .getBoolean(SparkSettings.SHUFFLES_BY_SIZE, true))
                .isFalse();
    }
}
