package io.lakeflight.planner.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSparkText {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT a FROM t FETCH FIRST 3 ROWS ONLY | SELECT a FROM t LIMIT 3
        select a from t fetch next row only; | select a from t LIMIT 1;
        SELECT a FROM t FETCH FIRST ? ROWS ONLY | SELECT a FROM t LIMIT ?
        SELECT a FROM t OFFSET 2 ROWS | SELECT a FROM t OFFSET 2
        SELECT a FROM t LIMIT 5 OFFSET ? ROW | SELECT a FROM t LIMIT 5 OFFSET ?
        SELECT a FROM t OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY | SELECT a FROM t LIMIT 3 OFFSET 2
        SELECT a FROM t OFFSET ? ROWS FETCH NEXT ? ROWS ONLY | SELECT a FROM t LIMIT ? OFFSET ?
        (SELECT a FROM t OFFSET ? ROWS /* x */ FETCH NEXT ROW ONLY) UNION SELECT 1 | (SELECT a FROM t LIMIT 1 OFFSET ?) UNION SELECT 1
        SELECT {d '2020-01-01'}, {TS'2020-01-01 00:00:00'} | SELECT DATE '2020-01-01', TIMESTAMP'2020-01-01 00:00:00'
        SELECT {fn ucase('a')} | SELECT  ucase('a')
        SELECT {fn concat({fn lcase('}')}, {fn user()})} | SELECT  concat( lcase('}'),  user())
        SELECT {fn TIMESTAMPADD(SQL_TSI_DAY, 1, {d '2020-01-01'})} | SELECT  TIMESTAMPADD(DAY, 1, DATE '2020-01-01')
        SELECT {fn convert(a + 1, SQL_VARCHAR)} | SELECT  CAST(a + 1 AS STRING)
        SELECT {fn week(d)}, {fn database()} | SELECT  weekofyear(d),  current_schema()
        SELECT * FROM {oj t LEFT OUTER JOIN u ON t.a = u.a} WHERE b | SELECT * FROM  t LEFT OUTER JOIN u ON t.a = u.a WHERE b
        SELECT a LIKE 'b' {escape '!'} | SELECT a LIKE 'b' ESCAPE '!'
        {call lake.system.expire(table => 't')} | CALL lake.system.expire(table => 't')
        """)
    void formsAreRewritten(String client, String spark) {
        assertThat(SparkText.of(client, Dialect.STANDARD).text()).isEqualTo(spark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '{d x}', \"{fn a}\", `{oj}`, '\\'{d' -- {fn b}\n, 1 /* FETCH FIRST 1 ROWS ONLY */",
                "SELECT 'FETCH FIRST 1 ROWS ONLY', r'{d \\' FROM t",
                "SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
                "SELECT rows, only FROM t fetch",
                "SELECT {x 1}",
                "SELECT }",
                "SELECT {",
                "INSERT INTO t SELECT 1",
                ""
            })
    void anythingElseIsTheVeryText(String client) {
        assertThat(SparkText.of(client, Dialect.STANDARD).text()).isSameAs(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS WITH TIES | 46 | WITH TIES
        SELECT a FROM t FETCH FIRST 3 PERCENT ROWS ONLY | 30 | PERCENT
        SELECT {t '10:00:00'} | 7 | TIME
        """)
    void whatSparkLacksIsRefused(String client, int offset, String problem) {
        assertThatThrownBy(() -> SparkText.of(client, Dialect.STANDARD))
                .isInstanceOfSatisfying(UnsupportedFormException.class, refusal -> {
                    assertThat(refusal.offset()).isEqualTo(offset);
                    assertThat(refusal.problem()).contains(problem);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT "a", `"b"`, '"c"', r"d" -- "e" | SELECT 'a', `"b"`, '"c"', r"d" -- "e"
        SELECT "it's", "a\\'b", "a\\"b", "" | SELECT 'it\\'s', 'a\\'b', 'a\\"b', ''
        SELECT "it""s", "a" "b" | SELECT 'it\\"s', 'a' 'b'
        SELECT "a"'b', 'a'"b", "a""b"'c' | SELECT 'a' 'b', 'a' 'b', 'a\\"b' 'c'
        SELECT {d "2020-01-01"} FETCH FIRST ROW ONLY | SELECT DATE '2020-01-01' LIMIT 1
        SELECT "a\\ | SELECT "a\\
        SELECT "a\\" | SELECT "a\\"
        SELECT " | SELECT "
        """)
    void doubleQuotesAreStringsToSpark(String client, String spark) {
        assertThat(SparkText.of(client, Dialect.SPARK).text()).isEqualTo(spark);
        assertThat(SparkText.of(spark, Dialect.SPARK).text()).isEqualTo(spark);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT a FROM t WHERE a = ? OFFSET ? ROWS FETCH NEXT ? ROWS ONLY | 0, 2, 1
        SELECT * FROM (SELECT ? FROM t OFFSET ? ROW FETCH FIRST ? ROW ONLY) OFFSET ? ROWS FETCH NEXT ? ROWS ONLY | 0, 2, 1, 4, 3
        SELECT '?', `?` /* ? */ FROM t OFFSET ? ROWS FETCH NEXT ? ROWS ONLY -- ? | 1, 0
        SELECT a FROM t WHERE a = ? OFFSET ? ROWS FETCH NEXT 2 ROWS ONLY | ^^
        SELECT a FROM t WHERE a = ? OFFSET 2 ROWS FETCH NEXT ? ROWS ONLY | ^^
        SELECT a FROM t WHERE a = ? LIMIT ? OFFSET ? | ^^
        """)
    void parametersAreKnownByTheClientsOrder(String client, String order) {
        List<Integer> expected = order.isEmpty()
                ? List.of()
                : Stream.of(order.split(", ")).map(Integer::valueOf).toList();

        assertThat(SparkText.of(client, Dialect.STANDARD).parameterOrder()).isEqualTo(expected);
    }

    @Test
    void offsetsAreTheClients() {
        String client = "SELECT {d '2020-01-01'}, {fn ucase(x)} FROM t OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY + 1";
        SparkText text = SparkText.of(client, Dialect.STANDARD);

        for (String part : new String[] {"SELECT", "'2020", "ucase", "x", "FROM", "t ", "+", "1"}) {
            int spark = text.text().lastIndexOf(part);
            assertThat(text.clientOffset(spark)).as(part).isEqualTo(client.lastIndexOf(part));
        }
        assertThat(text.clientOffset(text.text().indexOf("DATE"))).isEqualTo(client.indexOf("{d"));
        assertThat(text.clientOffset(text.text().indexOf("LIMIT") + 3)).isEqualTo(client.indexOf("OFFSET"));
        assertThat(text.clientOffset(text.text().length())).isEqualTo(client.length());
    }

    @Test
    void bracesHaveALimit() {
        String deepest = "{fn abs(".repeat(200) + "1" + ")}".repeat(200);

        assertThat(SparkText.of(deepest, Dialect.STANDARD).text())
                .isEqualTo(" abs(".repeat(200) + "1" + ")".repeat(200));
        assertThatThrownBy(() -> SparkText.of("{fn abs(" + deepest + ")}", Dialect.STANDARD))
                .hasMessageContaining("nest deeper than 200");
    }

    @Test
    void longTextsAreRewrittenInTimeThatGrowsWithThem() {
        String list = "1, ".repeat(500_000) + "2";
        String client = "SELECT " + "{fn ucase('a')}, ".repeat(50_000) + "1 FROM t WHERE a IN (" + list
                + ") FETCH FIRST 1 ROWS ONLY";

        assertThat(SparkText.of(client, Dialect.STANDARD).text())
                .doesNotContain("{")
                .endsWith("LIMIT 1");
    }
}
