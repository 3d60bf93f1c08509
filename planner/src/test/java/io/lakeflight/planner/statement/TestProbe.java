package io.lakeflight.planner.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestProbe {
    private static final List<Probe.Item> ALL = List.of(new Probe.AllColumns());

    @Test
    void constantsAreRead() {
        assertThat(Probe.parse("SELECT 1, 'a b' AS `x y`, TRUE -- done"))
                .contains(new Probe(
                        Optional.empty(),
                        List.of(
                                new Probe.Constant(1, "1"),
                                new Probe.Constant("a b", "x y"),
                                new Probe.Constant(true, "true")),
                        false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM a.b WHERE 1=0",
                "select * from \"a\".`b` limit 0;",
                "SELECT * FROM a.b x WHERE 1 <> 1 LIMIT 0",
                "SELECT x.* FROM a.b AS x WHERE (0 = 1)",
                "SELECT b.* FROM a.b WHERE FALSE",
                "SELECT * FROM a.b FETCH FIRST 0 ROWS ONLY",
                "SELECT * FROM a.b WHERE 2 != 2"
            })
    void emptyQueriesAreRead(String sql) {
        Optional<Probe> probe = Probe.parse(sql);

        assertThat(probe).contains(new Probe(Optional.of(List.of("a", "b")), ALL, true));
    }

    @Test
    void columnsAreRead() {
        assertThat(Probe.parse("SELECT a, t.b AS c, 7 FROM t LIMIT 0"))
                .contains(new Probe(
                        Optional.of(List.of("t")),
                        List.of(new Probe.Column("a", "a"), new Probe.Column("b", "c"), new Probe.Constant(7, "7")),
                        true));
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
                "SELECT a FROM t GROUP BY a LIMIT 0",
                "SELECT DISTINCT a FROM t LIMIT 0",
                "SELECT * FROM t, u WHERE 1=0",
                "SELECT u.a FROM t WHERE 1=0",
                "SELECT * FROM t TABLESAMPLE (1 ROWS) JOIN u LIMIT 0",
                "SELECT * FROM range(3) LIMIT 0",
                "SELECT * FROM VALUES (1) LIMIT 0",
                "SELECT * FROM t LIMIT 0 UNION SELECT 1",
                "WITH t AS (SELECT 1) SELECT * FROM t LIMIT 0",
                "SELECT 1 UNION SELECT 2",
                "SELECT -1",
                "SELECT 1.0",
                "SELECT 1L",
                "SELECT 9999999999",
                "SELECT NULL",
                "SELECT DATE '2020-01-01'",
                "SELECT X'00'",
                "SELECT '\\n'",
                "SELECT ' a'",
                "SELECT ''",
                "SELECT ?",
                "SELECT 1 LIMIT 1",
                "SELECT 1 + 1",
                "SELECT a",
                "SELECT {d '2020-01-01'}",
                "INSERT INTO t SELECT 1",
                "SELECT",
                ""
            })
    void otherTextsAreNone(String sql) {
        assertThat(Probe.parse(sql)).isEmpty();
    }
}
