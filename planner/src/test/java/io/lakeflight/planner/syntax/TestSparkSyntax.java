package io.lakeflight.planner.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSparkSyntax {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "SELECT `a``b`, c.`\"` FROM `t`|SELECT \"a`b\", \"c\".\"\"\"\" FROM \"t\"",
                "SELECT t.order FROM t.from|SELECT \"t\".\"order\" FROM \"t\".\"from\"",
                "SELECT 'a`b', \"x\"|SELECT 'a`b', \"x\"",
                "SELECT 1 -- comment|SELECT 1",
                "SELECT 1;;|SELECT 1"
            })
    void namesAreInDoubleQuotes(String spark, String calcite) {
        assertThat(SparkSyntax.calcite(spark)).isEqualTo(calcite);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1L|SELECT CAST ( 1 AS BIGINT )",
                "SELECT -2.5D|SELECT - CAST (2.5 AS DOUBLE )",
                "SELECT .5BD|SELECT CAST ( .5 AS DECIMAL )",
                "SELECT 1.5e-3F|SELECT CAST ( 1.5e-3 AS REAL )",
                "SELECT a.b, 1.5, 7|SELECT \"a\".\"b\", 1.5, 7"
            })
    void numbersWithSuffixesAreCasts(String spark, String calcite) {
        assertThat(SparkSyntax.calcite(spark).replace("-CAST", "- CAST")).isEqualTo(calcite);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM VALUES (1), (2) AS t(a)|SELECT * FROM ( VALUES (1), (2) ) AS t(a)",
                "SELECT * FROM VALUES 1, 2 t|SELECT * FROM ( VALUES 1, 2 ) t",
                "SELECT * FROM a JOIN VALUES (1) WHERE x|SELECT * FROM a JOIN ( VALUES (1) ) WHERE x",
                "SELECT * FROM range(9), t|SELECT * FROM TABLE ( \"range\"(9) ), t",
                "SELECT * FROM a, range(1, 2) r|SELECT * FROM a, TABLE ( \"range\"(1, 2) ) r",
                "SELECT f(x) FROM t|SELECT f(x) FROM t",
                "SELECT extract(YEAR FROM f(x)) FROM t|SELECT extract(YEAR FROM f(x)) FROM t",
                "SELECT a IS DISTINCT FROM f(x) FROM t|SELECT a IS DISTINCT FROM f(x) FROM t",
                "SELECT * FROM t VERSION AS OF 7|SELECT * FROM t FOR SYSTEM_TIME AS OF 7",
                "SELECT * FROM t TABLESAMPLE (5 ROWS) x|SELECT * FROM t x",
                "SELECT * FROM t LATERAL VIEW explode(a) e AS x|SELECT * FROM t CROSS JOIN LATERAL TABLE ( explode(a) ) AS \"e\" ( x )",
                "INSERT OVERWRITE TABLE t PARTITION (p = 1) SELECT 1|INSERT INTO t SELECT 1"
            })
    void relationsAreWrittenAsTheStandardDoes(String spark, String calcite) {
        assertThat(SparkSyntax.calcite(spark)).isEqualTo(calcite);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t GROUP BY ALL|SELECT a FROM t GROUP BY \"ALL\"",
                "SELECT a FROM t GROUP BY a, b WITH ROLLUP|SELECT a FROM t GROUP BY ROLLUP ( a, b )",
                "SELECT a FROM t GROUP BY a, f(b) GROUPING SETS (a, ())|SELECT a FROM t GROUP BY GROUPING SETS (a, ())",
                "SELECT a FROM t GROUP BY GROUPING SETS ((a), b)|SELECT a FROM t GROUP BY GROUPING SETS ((a), b)",
                "SELECT any(a) = ANY (SELECT 1)|SELECT \"any\"(a) = ANY (SELECT 1)",
                "SELECT a == b COLLATE utf8_lcase|SELECT a = b",
                "SELECT a AND !b, !!c, !(d), !any(e), ! f|SELECT a AND NOT b, NOT NOT c, NOT(d), NOT\"any\"(e), NOT f",
                "SELECT CAST(a AS array<struct<b: int, c: map<int, string>>>)"
                        + "|SELECT CAST(a AS ROW (\"b\" int, \"c\" map< int, string > ) ARRAY)"
            })
    void expressionsAreWrittenAsCalciteDoes(String spark, String calcite) {
        assertThat(SparkSyntax.calcite(spark)).isEqualTo(calcite);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "(",
                ")))",
                "SELECT `",
                "SELECT '",
                "FROM VALUES",
                "FROM VALUES (",
                "GROUP BY",
                "LATERAL VIEW",
                "LATERAL VIEW OUTER",
                "FROM t LATERAL VIEW f(",
                "CAST(a AS array<",
                "struct<a",
                "struct<a:",
                "map<a",
                "1.",
                ".5.",
                "INSERT INTO",
                "INSERT OVERWRITE TABLE",
                "FROM t VERSION AS OF",
                "FROM t TABLESAMPLE (",
                "\uD83D\uDE00",
                "FROM a, LATERAL",
                "collate"
            })
    void brokenTextsAreLeftForTheParserToRefuse(String broken) {
        assertThat(SparkSyntax.calcite(broken)).isNotNull();
    }

    @Test
    void longTextsTakeLinearTime() {
        String query = "SELECT * FROM t WHERE a IN (" + "1L, ".repeat(200_000) + "2)";

        assertThat(SparkSyntax.calcite(query)).endsWith("2)");
    }
}
