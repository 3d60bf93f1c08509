package io.lakeflight.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSqlScript {
    @Test
    void statementsAreSplitAtSemicolons() {
        assertThat(split("SELECT 1; SELECT 2 ;;\n SELECT 3")).containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
    }

    @Test
    void lastSemicolonIsNotPartOfTheStatement() {
        assertThat(split("SELECT 1;\n")).containsExactly("SELECT 1");
    }

    @Test
    void positionsPointAtTheFirstToken() {
        SqlScript script = SqlScript.of("-- first\n  SELECT 1;\r\n/* second */ SELECT\n 2; é; 𝒳");

        assertThat(script.statements())
                .containsExactly(
                        new SqlScript.Statement("SELECT 1", 11, 2, 3),
                        new SqlScript.Statement("SELECT\n 2", 35, 3, 14),
                        new SqlScript.Statement("é", 46, 4, 5),
                        new SqlScript.Statement("𝒳", 49, 4, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';'",
                "SELECT 'it''s;'",
                "SELECT 'it\\'s;'",
                "SELECT '\\\\' || ';'",
                "SELECT \"a;b\"",
                "SELECT \"a\"\";b\"",
                "SELECT `a;b`",
                "SELECT `a``;b`",
                "SELECT `a\\` || `;`",
                "SELECT r'\\' || ';'",
                "SELECT R\"\\\" || ';'",
                "SELECT 1 -- one; two\n + 1",
                "SELECT 1 -- one \\\n ; two\n + 1",
                "SELECT 1 /* one; two */ + 1",
                "SELECT 1 /* one /* ; */ ; */ + 1",
                "SELECT 1 /* ' */ + 1 /* ; ' */ + 1",
                "SELECT * FROM text.`s3://a;b`",
                "LIST JAR hdfs://bucket/a--b",
                "SELECT [1, 2][0], m['a;b']",
            })
    void semicolonInsideATokenEndsNothing(String sql) {
        assertThat(split(sql + "; SELECT 2")).containsExactly(sql, "SELECT 2");
    }

    @Test
    void uriIsOneToken() {
        assertThat(split("ADD JAR hdfs://bucket/a--b; SELECT 1"))
                .containsExactly("ADD JAR hdfs://bucket/a--b", "SELECT 1");
    }

    @Test
    void letterRIsAPrefixOnlyAlone() {
        assertThat(split("SELECT 1 AS bar'\\';'")).containsExactly("SELECT 1 AS bar'\\';'");
        assertThat(split("SELECT r '\\';'")).containsExactly("SELECT r '\\';'");
    }

    @Test
    void addressOfNothingIsNone() {
        assertThat(split("SELECT a:///x; 1 -- ;")).containsExactly("SELECT a:///x", "1");
        assertThat(split("SELECT a://* ; */ 1; 2")).containsExactly("SELECT a://* ; */ 1", "2");
    }

    @Test
    void statementsBeyondTheLimitAreCounted() {
        SqlScript script = SqlScript.of("a; b;; /* ; */ c; d", 2);

        assertThat(script.statements()).extracting(SqlScript.Statement::text).containsExactly("a", "b");
        assertThat(script.count()).isEqualTo(4);
    }

    @Test
    void hintBelongsToTheStatement() {
        assertThat(split("/*+ first */ SELECT 1; SELECT /*+ broadcast(t) */ 2"))
                .containsExactly("/*+ first */ SELECT 1", "SELECT /*+ broadcast(t) */ 2");
    }

    @Test
    void starBehindAHintBeginsNoComment() {
        assertThat(split("SELECT /*+ broadcast(t) */* FROM t; SELECT 2 /* */"))
                .containsExactly("SELECT /*+ broadcast(t) */* FROM t", "SELECT 2");
        assertThat(SqlScript.of("SELECT /*+ broadcast(t) */* FROM t").endsInComment())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 'a; SELECT 2", "SELECT \"a; SELECT 2", "SELECT `a; SELECT 2", "SELECT r'a; SELECT 2"})
    void unclosedQuoteReachesToTheEnd(String sql) {
        assertThat(split(sql)).containsExactly(sql);
    }

    @Test
    void unclosedCommentReachesToTheEnd() {
        assertThat(split("SELECT 1 /* ; SELECT 2")).containsExactly("SELECT 1");
        assertThat(split("SELECT 1 /* /* */ ; SELECT 2")).containsExactly("SELECT 1");
    }

    @Test
    void textMayEndInsideAnEscape() {
        assertThat(split("SELECT 'a\\")).containsExactly("SELECT 'a\\");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t\r\n\f",
                "\u00a0\u3000\u2028",
                ";",
                " ; ;\n;",
                "-- only a comment",
                "-- one\n-- two\n",
                "/* only a comment */",
                "/* a /* nested */ comment */ ; -- and more",
                "/* unclosed",
            })
    void textWithoutStatementIsEmpty(String sql) {
        assertThat(SqlScript.of(sql).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "''", "\0", "(", "- -", "/*+ hint */", "/ * */", "\ud800"})
    void anythingElseIsAStatement(String sql) {
        assertThat(split(sql)).containsExactly(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN SELECT 1; SELECT 2; END",
                "begin select 1; end",
                "BEGIN NOT ATOMIC SELECT 1; END",
                "outer: BEGIN SELECT 1; END outer",
                "`a b`: BEGIN SELECT 1; END",
                "BEGIN BEGIN SELECT 1; END; SELECT 2; END",
                "BEGIN inner: BEGIN SELECT 1; END inner; SELECT 2; END",
                "BEGIN IF x > 1 THEN SELECT 1; ELSEIF (x = 0) THEN SELECT 3; ELSE SELECT 2; END IF; SELECT 3; END",
                "BEGIN IF a THEN IF b THEN SELECT 1; END IF; END IF; SELECT 3; END",
                "BEGIN WHILE x < 10 DO SET x = x + 1; END WHILE; SELECT x; END",
                "BEGIN l: LOOP SET x = x + 1; LEAVE l; END LOOP l; SELECT x; END",
                "BEGIN REPEAT SET x = x + 1; UNTIL x > 3 END REPEAT; SELECT x; END",
                "BEGIN FOR r AS SELECT * FROM t DO SELECT r.a; END FOR; SELECT 1; END",
                "BEGIN CASE x WHEN 1 THEN SELECT 1; WHEN 2 THEN BEGIN SELECT 2; END; ELSE SELECT 3; END CASE; SELECT 4; END",
                "BEGIN SELECT CASE WHEN a THEN 1 ELSE if(b, 2, 3) END; SELECT 2; END",
                "BEGIN SELECT CASE WHEN CASE WHEN a THEN b END THEN 1 END AS c; SELECT 2; END",
                "BEGIN IF CASE WHEN a THEN b ELSE c END THEN SELECT 1; END IF; SELECT 2; END",
                "BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SELECT 1; END; SELECT 2; END",
                "BEGIN DECLARE EXIT HANDLER FOR DIVIDE_BY_ZERO, SQLSTATE '22012' BEGIN SELECT 1; END; SELECT 2; END",
                "BEGIN SELECT t.begin, t.end, t.case FROM t; SELECT ' END '; -- END\n SELECT \"end\"; END",
                "BEGIN DROP TABLE IF EXISTS t; CREATE TABLE IF NOT EXISTS t (a INT); SELECT repeat('a', 2); END",
                "BEGIN MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *; SELECT 1; END",
            })
    void scriptingBlockIsOneStatement(String sql) {
        assertThat(split(sql + "; SELECT 'after'")).containsExactly(sql, "SELECT 'after'");
    }

    @Test
    void blockWordsElsewhereOpenNothing() {
        assertThat(split("SELECT begin FROM t; SELECT if(a, b, c); SELECT CASE WHEN a THEN b; SELECT 1"))
                .hasSize(4);
        assertThat(split("SELECT a:begin FROM t; SELECT 1")).hasSize(2);
    }

    @Test
    void unclosedBlockReachesToTheEnd() {
        assertThat(split("BEGIN SELECT 1; SELECT 2")).containsExactly("BEGIN SELECT 1; SELECT 2");
    }

    @Test
    void depthCountsParenthesesAndBrackets() {
        assertThat(SqlScript.of("SELECT 1").depth()).isZero();
        assertThat(SqlScript.of("SELECT (1 + (2)) * a[(1)]").depth()).isEqualTo(2);
        assertThat(SqlScript.of("SELECT CASE WHEN (a > 1) THEN CASE b WHEN 1 THEN 2 END END, CASE c WHEN 1 THEN 2 END")
                        .depth())
                .isEqualTo(2);
        assertThat(SqlScript.of("SELECT CAST(a AS ARRAY<MAP<INT, struct < x: INT >>>), b > 1")
                        .depth())
                .isEqualTo(4);
        assertThat(SqlScript.of("/* a /* b */ */ SELECT 1 /* c */").commentDepth())
                .isEqualTo(2);
        assertThat(SqlScript.of("SELECT ((1)); SELECT (((2))); SELECT (3)").depth())
                .isEqualTo(3);
        assertThat(SqlScript.of("(".repeat(10_000) + "1" + ")".repeat(10_000)).depth())
                .isEqualTo(10_000);
    }

    @Test
    void depthIgnoresStringsAndComments() {
        assertThat(SqlScript.of("SELECT '((((' || \"((\" || `((` -- (((\n /* (((( */")
                        .depth())
                .isZero();
    }

    @Test
    void surplusClosingParenthesesDoNotHideDepth() {
        assertThat(SqlScript.of("))))((").depth()).isEqualTo(2);
    }

    @Test
    void commentThatIsNotClosedIsTold() {
        assertThat(SqlScript.of("/* unclosed").endsInComment()).isTrue();
        assertThat(SqlScript.of("SELECT 1 /* a /* nested */").endsInComment()).isTrue();
        assertThat(SqlScript.of("SELECT '/*' /* closed */ -- /*").endsInComment())
                .isFalse();
    }

    @Test
    void firstNulIsFoundAnywhere() {
        assertThat(SqlScript.of("SELECT 1").firstNul()).isEmpty();
        assertThat(SqlScript.of("SELECT '\0\0'").firstNul()).hasValue(8);
        assertThat(SqlScript.of("-- \0").firstNul()).hasValue(3);
    }

    @Test
    @Timeout(20)
    void tenMegabytesTakeLinearTime() {
        for (String piece : List.of(
                "SELECT 1;\n",
                "((((((((((",
                "/* /* /*  ",
                "'''''''''a",
                "-- \\\n-- \\\n",
                "BEGIN IF a",
                "CASE x END",
                "a://b;r'x'",
                "\\\\\\\\\\\"\"\"\"\"",
                "$$$a$$$b$$")) {
            String sql = piece.repeat(1 << 20);
            long before = System.nanoTime();

            SqlScript.of(sql);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).as(piece).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static List<String> split(String sql) {
        return SqlScript.of(sql).statements().stream()
                .map(SqlScript.Statement::text)
                .toList();
    }
}
