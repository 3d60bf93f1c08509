package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.StatementKind;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ITQueries {
    private final TestingEngine engine = TestingEngine.shared();

    @Test
    void constantsAreReturned() {
        assertThat(engine.rows("SELECT 1 AS a, 'x' AS b, 1.50 AS c"))
                .containsExactly(List.of(1, "x", new java.math.BigDecimal("1.50")));
    }

    @Test
    void orderIsKeptOverManyPartitions() {
        List<List<Object>> rows = engine.rows(
                "SELECT id FROM range(0, 200000, 1, 97) ORDER BY id % 7 * 1000000 + id DESC");
        assertThat(rows).hasSize(200_000);
        List<Object> first = rows.stream().limit(3).map(row -> row.get(0)).toList();
        assertThat(first).containsExactly(199_996L, 199_989L, 199_982L);
    }

    @Test
    void partitionsArriveInOrder() {
        assertThat(engine.rows("SELECT id FROM range(0, 1000, 1, 300)").stream()
                        .map(row -> (Long) row.get(0)))
                .containsExactlyElementsOf(LongStream.range(0, 1000).boxed().toList());
    }

    @Test
    void limitReturnsNoMore() {
        assertThat(engine.rows("SELECT id FROM range(1000000) LIMIT 5")).hasSize(5);
    }

    @Test
    void describingCommandsAreQueries() {
        for (String sql : List.of("SHOW NAMESPACES", "DESCRIBE NAMESPACE lake.db", "EXPLAIN SELECT 1")) {
            assertThat(engine.analyze(sql).getKind()).isEqualTo(StatementKind.QUERY);
            assertThat(engine.rows(sql)).isNotEmpty();
        }
    }
}
