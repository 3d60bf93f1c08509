package io.lakeflight.engine.spark.fastlane.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.TestingSpark;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared, of plans as Spark optimises them. */
class ITComparedColumns {
    private static SparkSession spark;

    @BeforeAll
    static void createViews() {
        spark = TestingSpark.newSession();
        spark.sql("CREATE TEMPORARY VIEW t AS SELECT id, id % 3 AS k, CAST(id AS STRING) AS s FROM range(1, 100)");
    }

    private static Optional<String> compared(String sql) {
        LogicalPlan plan = spark.sql(sql).queryExecution().optimizedPlan();
        return ComparedColumns.of(plan)
                .map(columns -> columns.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                SELECT id, k FROM t | 0 1
                SELECT s, id FROM t WHERE k > 1 ORDER BY k | 0 1
                SELECT k, count(*), max(s) FROM t GROUP BY k HAVING count(*) > 3 | 0 1 2
                SELECT a.id, b.s FROM t a JOIN t b ON a.id = b.k | 0 1
                SELECT id FROM t WHERE id NOT IN (SELECT k FROM t) | 0
                SELECT id FROM t WHERE id > (SELECT max(k) FROM t) | 0
                SELECT id FROM t UNION ALL SELECT k FROM t | 0
                SELECT k, s, count(*) FROM t GROUP BY ROLLUP (k, s) | 0 1 2
                SELECT count(DISTINCT id), count(DISTINCT s) FROM t | 0 1
                """)
    void allIsCompared(String sql, String columns) {
        assertThat(compared(sql)).contains(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                SELECT id, k FROM t LIMIT 5 | ''
                SELECT id, k FROM t OFFSET 5 | ''
                SELECT id, k FROM t ORDER BY k LIMIT 5 | 1
                SELECT id, k FROM t ORDER BY k LIMIT 5 OFFSET 2 | 1
                SELECT id, k FROM t ORDER BY k DESC, id LIMIT 5 | 0 1
                SELECT s, k + 1 AS x FROM t ORDER BY k LIMIT 5 | ''
                SELECT s FROM t ORDER BY k LIMIT 5 | ''
                SELECT id, s FROM t ORDER BY id % 7 LIMIT 5 | ''
                SELECT k, sum(id) AS total FROM t GROUP BY k ORDER BY total LIMIT 2 | 1
                SELECT count(*), max(id) FROM (SELECT id FROM t LIMIT 5) | 0
                SELECT count(*), max(id) FROM (SELECT id FROM t ORDER BY id LIMIT 5) | 0 1
                SELECT k, count(*), max(s) FROM (SELECT * FROM t ORDER BY k LIMIT 5) GROUP BY k | 0 1
                SELECT id, k FROM (SELECT * FROM t ORDER BY k LIMIT 5) WHERE k > 1 | 1
                """)
    void whatComesInOrderIsComparedOfALimit(String sql, String columns) {
        assertThat(compared(sql)).contains(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                SELECT id, row_number() OVER (ORDER BY k) AS n FROM t | 0
                SELECT id, k, s, row_number() OVER (PARTITION BY k ORDER BY id, s) AS n FROM t | 0 1 2 3
                SELECT id, rank() OVER (ORDER BY k) AS n FROM t | 0 1
                SELECT id, dense_rank() OVER (ORDER BY k) AS n, lag(id) OVER (ORDER BY k) AS l FROM t | 0 1
                SELECT id, sum(id) OVER (ORDER BY k) AS total FROM t | 0 1
                SELECT id, sum(id) OVER (PARTITION BY k) AS total FROM t | 0 1
                SELECT id, sum(id) OVER (ORDER BY k ROWS 2 PRECEDING) AS total FROM t | 0
                SELECT id FROM (SELECT id, rank() OVER (ORDER BY k) AS n FROM t) WHERE n < 3 | 0
                """)
    void numbersOfRowsInTheSamePlaceAreNotCompared(String sql, String columns) {
        assertThat(compared(sql)).contains(columns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM (SELECT id FROM t LIMIT 5) WHERE id > 3",
                "SELECT a.id FROM t a JOIN (SELECT id FROM t LIMIT 5) b ON a.id = b.id",
                "SELECT id, count(*) FROM (SELECT id FROM t ORDER BY k LIMIT 5) GROUP BY id",
                "SELECT id FROM t WHERE id > (SELECT id FROM t LIMIT 1)",
                "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY k ORDER BY k) AS n FROM t) WHERE n = 1",
                "SELECT id FROM t WHERE rand() < 0.5",
                "SELECT * FROM (SELECT id FROM t LIMIT 3) UNION ALL SELECT k FROM t",
            })
    void whatIsOpenIsNotCompared(String sql) {
        assertThat(compared(sql)).isEmpty();
    }
}
