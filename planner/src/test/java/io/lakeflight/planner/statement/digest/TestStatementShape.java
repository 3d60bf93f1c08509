package io.lakeflight.planner.statement.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestStatementShape {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT a FROM t WHERE b = 5 AND c < 'x' OR d IN (1, 'y') | SELECT a FROM t WHERE b = 0 AND c < '' OR d IN (0, '')
        SELECT a, 5 FROM t WHERE b > 1.25 GROUP BY a, 5 HAVING sum(c) > 7 ORDER BY 2 LIMIT 9 | SELECT a, 5 FROM t WHERE b > 0.0 GROUP BY a, 5 HAVING sum(c) > 0 ORDER BY 2 LIMIT 9
        select a from t where d between date '2020-01-31' and DATE'2020-03-01' | select a from t where d between date '' and DATE''
        SELECT a FROM t WHERE b IN (SELECT 5 FROM u WHERE c = 3) AND e LIKE 'q%' | SELECT a FROM t WHERE b IN (SELECT 5 FROM u WHERE c = 0) AND e LIKE ''
        WITH x AS (SELECT 1 AS n FROM t WHERE a = 2) SELECT n, 3 FROM x WHERE n <> 4 UNION SELECT 5, 6 FROM t WHERE a = 7 | WITH x AS (SELECT 1 AS n FROM t WHERE a = 0) SELECT n, 3 FROM x WHERE n <> 0 UNION SELECT 5, 6 FROM t WHERE a = 0
        SELECT a FROM (SELECT a, 1 FROM t WHERE b = -2) u JOIN v ON u.a = v.a + 3 WHERE a * 4 > 5 | SELECT a FROM (SELECT a, 1 FROM t WHERE b = -0) u JOIN v ON u.a = v.a + 3 WHERE a * 0 > 0
        SELECT a FROM t WHERE CASE WHEN a > 1 THEN 'x' ELSE 'y' END = 'x' -- b = 5 | SELECT a FROM t WHERE CASE WHEN a > 0 THEN '' ELSE '' END = '' -- b = 5
        """)
    void valuesOfConditionsDoNotCount(String sql, String shape) {
        assertThat(StatementShape.of(sql)).isEqualTo(shape);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1, 'a' FROM t",
                "SELECT count(*) FILTER (WHERE a > 5) FROM t",
                "SELECT (SELECT max(b) FROM u WHERE c = 5) FROM t",
                "SELECT where, 5 FROM t",
                "SELECT a AS where, 5 FROM t",
                "SELECT t.having, 5 FROM t",
                "SELECT a IS DISTINCT FROM b, 5 FROM t",
                "SELECT extract(YEAR FROM d), 5 FROM t",
                "SELECT a FROM t WHERE d > DATE '2020-13-01'",
                "SELECT a FROM t WHERE d > DATE 'yesterday'",
                "SELECT a FROM t WHERE d > TIMESTAMP '2020-01-01 00:00:00'",
                "SELECT a FROM t WHERE d > c - INTERVAL 5 DAYS",
                "SELECT a FROM t WHERE d > c - INTERVAL '5' DAY",
                "SELECT a FROM t WHERE b = X'1F'",
                "SELECT a FROM t WHERE b = r'x'",
                "SELECT a FROM t WHERE b = 1234567890",
                "SELECT a FROM t WHERE b = 5L",
                "SELECT a FROM t TIMESTAMP AS OF '2020-01-01'",
                "SELECT a FROM range(5)",
                "FROM t |> WHERE a = 5 |> EXTEND 6",
                "SELECT a FROM t LIMIT 5 OFFSET 6",
                "SELECT a FROM t WHERE ? > 1.25 AND b = 5",
                "VALUES (1, 'a')",
            })
    void anythingElseCounts(String sql) {
        assertThat(StatementShape.of(sql)).isEqualTo(sql);
    }

    @Test
    void escapesAreNoneOfOurBusiness() {
        assertThat(StatementShape.of("SELECT a FROM t WHERE b = 'it\\'s' AND c LIKE 'x' ESCAPE '!'"))
                .isEqualTo("SELECT a FROM t WHERE b = '' AND c LIKE '' ESCAPE '!'");
        assertThat(StatementShape.of("SELECT a FROM t WHERE b = '' 'x'"))
                .isNotEqualTo(StatementShape.of("SELECT a FROM t WHERE b = '' 'x' 'y'"));
    }
}
