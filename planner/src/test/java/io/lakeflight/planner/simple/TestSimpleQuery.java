package io.lakeflight.planner.simple;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.simple.SimpleQuery.Aggregate;
import io.lakeflight.planner.simple.SimpleQuery.AllColumns;
import io.lakeflight.planner.simple.SimpleQuery.Column;
import io.lakeflight.planner.simple.SimpleQuery.Fact;
import io.lakeflight.planner.simple.SimpleQuery.Function;
import io.lakeflight.planner.simple.SimpleQuery.Item;
import io.lakeflight.planner.simple.SimpleQuery.SessionFact;
import io.lakeflight.planner.simple.SimpleQuery.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSimpleQuery {
    private static final List<Item> ALL = List.of(new AllColumns());

    @Test
    void constantsAreRead() {
        assertThat(SimpleQuery.parse("SELECT 1, 'a b' AS `x y`, TRUE -- done"))
                .contains(new SimpleQuery(
                        Optional.empty(),
                        List.of(
                                new Value(Constant.of(1, "1"), "1"),
                                new Value(Constant.of("a b", "a b"), "x y"),
                                new Value(Constant.of(true, "true"), "true")),
                        false));
    }

    @Test
    void rowsOfValuesAreRead() {
        assertThat(SimpleQuery.parse("VALUES (1, 'a'), (1 + 1, 'b');"))
                .contains(new SimpleQuery(
                        Optional.empty(),
                        List.of(new Value(Constant.of(1, "1"), "col1"), new Value(Constant.of("a", "a"), "col2")),
                        false,
                        List.of(List.of(Constant.of(2, "(1 + 1)"), Constant.of("b", "b")))));
        assertThat(SimpleQuery.parse("VALUES 1, (2), 3").orElseThrow().others()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM a.b WHERE 1=0",
                "select * from \"a\".`b` limit 0;",
                "SELECT * FROM a.b x WHERE 1 <> 1 LIMIT 0",
                "SELECT x.* FROM a.b AS x WHERE (0 = 1)",
                "SELECT B.* FROM a.b WHERE FALSE",
                "SELECT * FROM a.b WHERE 1=1 LIMIT 0",
                "SELECT * FROM a.b WHERE 2 != 2 OR 'x' = 'y'"
            })
    void emptyQueriesAreRead(String sql) {
        Optional<SimpleQuery> query = SimpleQuery.parse(sql);

        assertThat(query).contains(new SimpleQuery(Optional.of(List.of("a", "b")), ALL, true));
    }

    @Test
    void columnsAreRead() {
        assertThat(SimpleQuery.parse("SELECT a, t.b AS c, \"d e\", 7 seven FROM t LIMIT 0"))
                .contains(new SimpleQuery(
                        Optional.of(List.of("t")),
                        List.of(
                                new Column("a", "a"),
                                new Column("b", "c"),
                                new Column("d e", "d e"),
                                new Value(Constant.of(7, "7"), "seven")),
                        true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '^', textBlock = """
        1 + 2 * 3 ; (1 + (2 * 3)) ; 7
        (1 + 2) * 3 - -1 ; (((1 + 2) * 3) - -1) ; 10
        2147483647 + 1L ; ;
        2147483647 + 2147483648 ; (2147483647 + 2147483648) ; 4294967295
        5 / 2 ; (5 / 2) ; 2.5
        -7 div 2 ; (-7 div 2) ; -3
        -7 % 3 ; (-7 % 3) ; -1
        1.50 ; 1.50 ; 1.50
        NOT 1 = 2 AND true ; ((NOT (1 = 2)) AND true) ; true
        'b' >= 'B' ; (b >= B) ; true
        upper('ab') || 'c' ; concat(upper(ab), c) ; ABc
        substring('hello', -3, 2) ; substring(hello, -3, 2) ; ll
        substr('hello', 0) ; substr(hello, 0, 2147483647) ; hello
        trim(' a ') ; trim( a ) ; a
        CASE WHEN 1 > 2 THEN 'x' END ; CASE WHEN (1 > 2) THEN x END ; null
        if(true, 1, 2) ; (IF(true, 1, 2)) ; 1
        coalesce('a', 'b') ; coalesce(a, b) ; a
        CAST(1 AS STRING) ; CAST(1 AS STRING) ; 1
        CAST('abc' AS varchar(3)) ; CAST(abc AS STRING) ; abc
        CAST('-7' AS integer) ; CAST(-7 AS INT) ; -7
        CAST(1.50 AS decimal(5, 3)) ; CAST(1.50 AS DECIMAL(5,3)) ; 1.500
        CAST(null AS DATE) ; CAST(NULL AS DATE) ; null
        NULL ; NULL ; null
        1.5 * -2.25 ; (1.5 * -2.25) ; -3.375
        1.5 - 0.250 ; (1.5 - 0.250) ; 1.250
        date'1970-01-02' ; DATE '1970-01-02' ; 1
        TIMESTAMP '1970-01-01 00:00:01.500' ; TIMESTAMP '1970-01-01 00:00:01.5' ; 1500000
        """)
    void constantsAreComputed(String expression, String name, String value) {
        Optional<SimpleQuery> query = SimpleQuery.parse("SELECT " + expression);

        if (name == null) {
            assertThat(query).isEmpty();
        } else {
            Value item = (Value) query.orElseThrow().items().get(0);
            assertThat(item.as()).isEqualTo(name);
            assertThat(String.valueOf(item.constant().value())).isEqualTo(value);
        }
    }

    @Test
    void decimalsHaveRoomForAnyOfTheirKind() {
        Value item = (Value) SimpleQuery.parse("SELECT 9.5 + 0.25 * 1.5")
                .orElseThrow()
                .items()
                .get(0);

        assertThat(item.constant().digits()).isEqualTo(new Constant.Digits(6, 3));
        assertThat(SimpleQuery.parse("SELECT CAST(1.5 AS DECIMAL(38,2)) + 1.5")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CASE WHEN true THEN 1 END, false",
        "CASE WHEN 1 = 2 THEN 1 WHEN (TRUE) THEN 2 END, false",
        "CASE WHEN 1 = 1 THEN 1 END, true",
        "CASE WHEN NOT false THEN 1 ELSE 2 END, false"
    })
    void choiceMayBeNullUnlessItIsSure(String expression, boolean nullable) {
        Value item = (Value)
                SimpleQuery.parse("SELECT " + expression).orElseThrow().items().get(0);

        assertThat(item.constant().nullable()).isEqualTo(nullable);
    }

    @Test
    void userNeedsNoBracketsWhereNoColumnCanBeMeant() {
        assertThat(SimpleQuery.parse("SELECT USER, session_user AS u"))
                .contains(new SimpleQuery(
                        Optional.empty(),
                        List.of(new Fact(SessionFact.USER, "current_user()"), new Fact(SessionFact.USER, "u")),
                        false));
        assertThat(SimpleQuery.parse("SELECT user FROM t LIMIT 0"))
                .contains(new SimpleQuery(Optional.of(List.of("t")), List.of(new Column("user", "user")), true));
    }

    @Test
    void columnCalledOneIsNoConstant() {
        assertThat(SimpleQuery.parse("SELECT count(\"1\"), count(`1`) AS c, count(1) FROM t"))
                .map(SimpleQuery::items)
                .contains(List.of(
                        new Aggregate(Function.COUNT, "1", "count(1)"),
                        new Aggregate(Function.COUNT, "1", "c"),
                        new Aggregate(Function.COUNT_ROWS, "", "count(1)")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT * FROM t WHERE 1=1 LIMIT 3",
                "SELECT * FROM t WHERE 1=0 OR a",
                "SELECT * FROM t WHERE a = 0 LIMIT 0",
                "SELECT * FROM t ORDER BY a LIMIT 0",
                "SELECT count(*) FROM t WHERE 1=0",
                "SELECT count(*) FROM t LIMIT 0",
                "SELECT count(*), a FROM t",
                "SELECT count(*)",
                "SELECT count(2) FROM t",
                "SELECT count(DISTINCT a) FROM t",
                "SELECT count(distinct) FROM t",
                "SELECT count(t.*) FROM t",
                "SELECT count(a, b) FROM t",
                "SELECT count(*) + 1 FROM t",
                "SELECT count(*) FILTER (WHERE a > 1) FROM t",
                "SELECT count(*) OVER () FROM t",
                "SELECT min(a.b.c) FROM t",
                "SELECT min('a') FROM t",
                "SELECT sum(a) FROM t",
                "SELECT count(*) FROM t GROUP BY a",
                "SELECT count(*) FROM t WHERE a = 1",
                "SELECT count(*) FROM t HAVING count(*) > 1",
                "SELECT count(*) FROM t VERSION AS OF 1",
                "SELECT count(*) FROM (SELECT a FROM t)",
                "SELECT count(*) FROM (SELECT * FROM t LIMIT 1)",
                "SELECT count(*) FROM (SELECT * FROM t), u",
                "SELECT current_schema",
                "SELECT \"user\"",
                "SELECT a.user",
                "SELECT current_catalog",
                "SELECT a FROM t GROUP BY a LIMIT 0",
                "SELECT DISTINCT a FROM t LIMIT 0",
                "SELECT ALL a FROM t LIMIT 0",
                "SELECT * FROM t, u WHERE 1=0",
                "SELECT u.a FROM t WHERE 1=0",
                "SELECT a.b.c FROM a.b WHERE 1=0",
                "SELECT * AS x FROM t LIMIT 0",
                "SELECT * FROM t AS left LIMIT 0",
                "SELECT * FROM t TABLESAMPLE (1 ROWS) LIMIT 0",
                "SELECT * FROM t TABLESAMPLE (1 ROWS) JOIN u LIMIT 0",
                "SELECT * FROM range(3) LIMIT 0",
                "SELECT * FROM VALUES (1) LIMIT 0",
                "SELECT * FROM t LIMIT 0 UNION SELECT 1",
                "SELECT * FROM t LIMIT 0.0",
                "SELECT * FROM t LIMIT 0 OFFSET 1",
                "WITH t AS (SELECT 1) SELECT * FROM t LIMIT 0",
                "SELECT 1 UNION SELECT 2",
                "SELECT 1 WHERE 1 = 99999999999999999999999999999999999999999999",
                "SELECT STREAM 1",
                "SELECT stream a FROM t GROUP BY 1 LIMIT 0",
                "SELECT interval a FROM t LIMIT 0",
                "SELECT 1.",
                "SELECT .5",
                "SELECT 1 .5",
                "SELECT 1 /* never closed",
                "SELECT a \"b\" FROM t LIMIT 0",
                "SELECT true \"b\"",
                "SELECT 2 */* c */ 3",
                "SELECT 1L",
                "SELECT 1e3",
                "SELECT 1a",
                "SELECT 1_000",
                "SELECT NULL + 1",
                "SELECT coalesce(NULL, 1)",
                "SELECT DATE '2020-1-1'",
                "SELECT DATE '2023-02-29'",
                "SELECT DATE '1500-01-01'",
                "SELECT DATE '2020-01-01' '1'",
                "SELECT TIMESTAMP '2020-01-01'",
                "SELECT TIMESTAMP '2020-01-01 10:00:00Z'",
                "SELECT TIMESTAMP '2020-01-01 24:00:00'",
                "SELECT DATE '2020-01-01' = DATE '2020-01-01'",
                "SELECT 1.5 / 2.5",
                "SELECT 1.5 + 1",
                "SELECT X'00'",
                "SELECT r'a'",
                "SELECT r'a' FROM t LIMIT 0",
                "SELECT '\\n'",
                "SELECT 'a' 'b'",
                "SELECT 'it''s'",
                "SELECT 'a",
                "SELECT 1 'a'",
                "SELECT 1 AS 'a'",
                "SELECT 1 AS größe",
                "SELECT 'a' COLLATE UTF8_LCASE",
                "SELECT 1 AS (a)",
                "SELECT 1 AS a b",
                "SELECT ?",
                "SELECT 1 /*+ hint */",
                "SELECT 1 + 1 IS NULL",
                "SELECT 1 = 1 = true",
                "SELECT 1 = 'a'",
                "SELECT 1.5 + 1",
                "SELECT -(1)",
                "SELECT 2147483647 + 1",
                "SELECT 1 / 0",
                "SELECT 9223372036854775807 + 1",
                "SELECT upper('é')",
                "SELECT CASE WHEN true THEN 1 ELSE 'a' END",
                "SELECT CASE WHEN true THEN 1 WHEN 5 THEN 2 END",
                "SELECT coalesce(1, 3000000000)",
                "SELECT CAST(' 1' AS INT)",
                "SELECT CAST('12345678901' AS INT)",
                "SELECT CAST(1.5 AS DECIMAL(1,1))",
                "SELECT CAST(1.55 AS DECIMAL(38,1))",
                "SELECT CAST('abc' AS VARCHAR(2))",
                "SELECT CAST('' AS VARCHAR(0))",
                "SELECT CAST(1 AS INT(3))",
                "SELECT CAST(1 AS DOUBLE, 2)",
                "SELECT CAST(1 AS 'STRING')",
                "SELECT 'count'(1) FROM t",
                "SELECT 'user'()",
                "SELECT rand()",
                "SELECT a",
                "SELECT {d '2020-01-01'}",
                "VALUES 1, 'a'",
                "VALUES (1), (3000000000)",
                "VALUES (1.5), (1.25)",
                "VALUES (1), (2, 3)",
                "VALUES (1, 2), 3",
                "VALUES (1), (NULL)",
                "VALUES (1), (1 % 2)",
                "VALUES (1), (2) AS t(a)",
                "VALUES (1),",
                "VALUES (1) (2)",
                "SELECT version(1)",
                "INSERT INTO t SELECT 1",
                "SELECT",
                ""
            })
    void otherTextsAreNone(String sql) {
        assertThat(SimpleQuery.parse(sql)).isEmpty();
    }

    @Test
    void figuresAreRead() {
        assertThat(SimpleQuery.parse(
                        "SELECT COUNT(*), count( 1 ) n, min(T.a), MAX(\"b c\"), count(b), 'x' FROM s.t LIMIT 1"))
                .contains(new SimpleQuery(
                        Optional.of(List.of("s", "t")),
                        List.of(
                                new Aggregate(Function.COUNT_ROWS, "", "count(1)"),
                                new Aggregate(Function.COUNT_ROWS, "", "n"),
                                new Aggregate(Function.MIN, "a", "min(a)"),
                                new Aggregate(Function.MAX, "b c", "max(b c)"),
                                new Aggregate(Function.COUNT, "b", "count(b)"),
                                new Value(Constant.of("x", "x"), "x")),
                        false));
    }

    @Test
    void wholeTablesInBracketsAreRead() {
        assertThat(SimpleQuery.parse("SELECT COUNT(*) FROM (SELECT * FROM a.b\n) dbvrcnt"))
                .contains(new SimpleQuery(
                        Optional.of(List.of("a", "b")),
                        List.of(new Aggregate(Function.COUNT_ROWS, "", "count(1)")),
                        false));
        assertThat(SimpleQuery.parse("SELECT q.* FROM (SELECT * FROM a.b x) AS q LIMIT 0"))
                .contains(new SimpleQuery(Optional.of(List.of("a", "b")), ALL, true));
        assertThat(SimpleQuery.parse("SELECT b.* FROM (SELECT * FROM a.b) LIMIT 0"))
                .isEmpty();
    }

    @Test
    void factsOfTheSessionAreRead() {
        assertThat(SimpleQuery.parse("SELECT current_catalog(), current_database(), USER() AS u"))
                .contains(new SimpleQuery(
                        Optional.empty(),
                        List.of(
                                new Fact(SessionFact.CATALOG, "current_catalog()"),
                                new Fact(SessionFact.SCHEMA, "current_schema()"),
                                new Fact(SessionFact.USER, "u")),
                        false));
    }

    @Test
    void deepTextsAreNone() {
        assertThat(SimpleQuery.parse("SELECT " + "(".repeat(900) + "1" + ")".repeat(900)))
                .isEmpty();
        assertThat(SimpleQuery.parse("SELECT " + "NOT ".repeat(400) + "true")).isEmpty();
    }
}
