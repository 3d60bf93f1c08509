package io.lakeflight.planner.statement.variation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.planner.statement.variation.Variation.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the same query always has the same answer. */
class TestVariation {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT a, upper(b) FROM t WHERE c IN (1, 2) AND (d BETWEEN 1 AND 2 OR NOT (e = 1))",
                "SELECT count(*), sum(a) FROM t GROUP BY ROLLUP (b, c) HAVING count(*) > 1",
                "SELECT rank() OVER (PARTITION BY a ORDER BY b) FROM t",
                "SELECT CASE WHEN (a = 1) THEN (2) ELSE (3) END, CAST(b AS DECIMAL(10, 2)) FROM t",
                "SELECT * FROM t JOIN u USING (a) WHERE EXISTS (SELECT 1 FROM v) UNION ALL (SELECT * FROM w)",
                "SELECT t.current_date, user.name, now FROM t",
                "SELECT a FROM t WHERE d >= date_sub('2024-01-01', 3) AND e LIKE concat(f, '%')",
                "SELECT a FROM t WHERE d > CAST('2024-01-01' AS DATE) AND s = 'rand()'",
                "SELECT a /* rand() */ FROM t -- now()",
                "SELECT explode(a) FROM t",
                "SELECT id FROM range(10)",
                "SELECT a FROM t LIMIT 5"
            })
    void answerThatDoesNotChange(String sql) {
        assertThat(StatementReader.read(sql).opaque()).isEmpty();
        assertThat(StatementReader.read(sql).variation()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '^',
            value = {
                "SELECT now()#TIME",
                "SELECT NOW ( ) FROM t#TIME",
                "SELECT current_date#TIME",
                "SELECT a FROM t WHERE d = `CURRENT_DATE`#TIME",
                "SELECT unix_timestamp() FROM t#TIME",
                "SELECT a FROM t WHERE d > 'today'#TIME",
                "SELECT a FROM t WHERE d > '  Yesterday UTC'#TIME",
                "SELECT TIMESTAMP 'now'#TIME",
                "SELECT CAST('n' 'ow' AS TIMESTAMP)#TIME",
                "SELECT CAST('n''ow' AS TIMESTAMP), CAST('now' AS TIMESTAMP)#TIME",
                "SELECT CAST(concat('no', 'w') AS TIMESTAMP)#TIME",
                "SELECT CAST('no' || lower('W') AS TIMESTAMP)#TIME",
                "SELECT user#SESSION",
                "SELECT current_user()#SESSION",
                "SELECT current_schema() FROM t#SESSION",
                "SELECT a FROM t WHERE b = ?#PARAMETERS",
                "SELECT rand()#UNKNOWN",
                "SELECT `rand`(1) FROM t#UNKNOWN",
                "SELECT now(), uuid() FROM t#UNKNOWN",
                "SELECT first(a) FROM t#UNKNOWN",
                "SELECT my_function(a) FROM t#UNKNOWN",
                "SELECT lake.system.bucket(4, a) FROM t#UNKNOWN",
                "SELECT * FROM t TABLESAMPLE (10 PERCENT)#UNKNOWN",
                "SELECT * FROM t TABLESAMPLE (10 PERCENT) REPEATABLE (1)#UNKNOWN",
                "SELECT monotonically_increasing_id() FROM t#UNKNOWN",
                "SELECT input_file_name() FROM t#UNKNOWN",
                "SELECT java_method('java.util.UUID', 'randomUUID') FROM t#UNKNOWN",
                "SELECT transform(a, x -> x + rand()) FROM t#UNKNOWN",
                "SELECT * FROM t, LATERAL (SELECT rand() AS r)#UNKNOWN",
                "WITH x AS (SELECT shuffle(a) AS b FROM t) SELECT * FROM x#UNKNOWN",
                "SELECT aes_encrypt(a, 'k') FROM t#UNKNOWN",
                "what only Spark reads#UNKNOWN",
                "INSERT INTO t SELECT 1#UNKNOWN",
                "SHOW TABLES#UNKNOWN"
            })
    void answerThatMayChange(String sql, Cause cause) {
        assertThat(StatementReader.read(sql).variation())
                .hasValueSatisfying(variation -> assertThat(variation.cause()).isEqualTo(cause));
    }

    @Test
    void escapesDoNotHideAnything() {
        for (String sql : new String[] {"SELECT DATE '\\u0074oday'", "SELECT a FROM t WHERE d = 'to\\d\\a\\y'"}) {
            StatementSummary summary = StatementReader.read(sql);

            assertThat(summary.variation()).as(sql).isPresent();
        }
    }

    @Test
    void manyConstantsAreReadInNoTime() {
        String chain = "SELECT a FROM t WHERE b = a" + " || 'x'".repeat(5_000);

        assertThat(StatementReader.read(chain).kind()).isEqualTo(StatementClass.QUERY);
    }

    @Test
    void columnsAreAmongTheNamesUnlessSomeAreUnnamed() {
        assertThat(StatementReader.read("SELECT a, `B`.c * 2, count(*) FROM t x WHERE d = 'e'")
                        .names())
                .hasValueSatisfying(
                        names -> assertThat(names).contains("a", "b", "c", "d").doesNotContain("e"));
        for (String sql : new String[] {
            "SELECT * FROM t",
            "SELECT a, t.* FROM t",
            "SELECT struct(*) FROM t",
            "SELECT DISTINCT * FROM t",
            "SELECT a FROM t NATURAL JOIN u",
            "TABLE t",
            "SELECT 1 FROM (TABLE t) x",
            "what is this"
        }) {
            assertThat(StatementReader.read(sql).names()).as(sql).isEmpty();
        }
    }
}
