package io.lakeflight.planner.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.planner.information.InformationException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of {@code system} over made-up rows. */
class TestSystemQueries {
    private static final List<String> CATALOGS = List.of("lake", "system");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT engine_id, statements FROM system.engines ORDER BY 1 | [[batch-1, 0], [interactive-1, 3]]",
                "select e.STATEMENTS from `SYSTEM`.\"Engines\" AS e where DATA_PLANE = 'batch' | [[0]]",
                "SELECT engine_id FROM system.engines WHERE started > TIMESTAMP '2026-01-01 12:00:00.250' |"
                        + " [[interactive-1]]",
                "SELECT engine_id FROM system.engines WHERE started < current_timestamp - INTERVAL '1' DAY AND"
                        + " statements > 0 | [[interactive-1]]",
                "SELECT started FROM system.engines WHERE engine_id = 'batch-1' | [[1767268800250000]]",
                "SELECT max(started), sum(statements) FROM system.engines | [[1767355200000000, 3]]",
                "SELECT CAST(started AS VARCHAR) FROM system.engines WHERE engine_id = 'batch-1' | [[2026-01-01"
                        + " 12:00:00]]",
                "SELECT year(started), timestampdiff(SECOND, min(started), max(started)) FROM system.engines GROUP BY 1"
                        + " | [[2026, 86399]]",
                "SELECT p.data_plane, e.engine_id FROM system.data_planes p LEFT JOIN system.engines e USING"
                        + " (data_plane) WHERE p.state = 'ASLEEP' | [[night, null]]",
                "SELECT max_bytes FROM system.data_planes | [[null]]",
                "SELECT statements > 0 FROM system.engines ORDER BY started DESC | [[true], [false]]",
                "SELECT count(*) FROM system.catalogs c JOIN information_schema.schemata s USING (catalog_name) |"
                        + " [[1]]",
                "WITH busy AS (SELECT * FROM system.engines WHERE statements > 1) SELECT engine_id FROM busy |"
                        + " [[interactive-1]]",
                "SELECT * FROM system.catalogs -- system.queries | [[lake, internal]]",
            })
    void queryIsAnswered(String sql, String rows) {
        assertThat(run(sql)).hasToString(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM system.orders",
                "SELECT * FROM lake.system.queries",
                "SELECT * FROM system.shop.queries",
                "SELECT * FROM queries",
                "SELECT system.queries FROM orders AS system",
                "SELECT 'system.queries'",
                "WITH system AS (SELECT 1 AS queries) SELECT queries FROM system",
                "INSERT INTO system.queries VALUES (1)",
                "SELECT * FROM orders LATERAL VIEW explode(system.shop.queries) t AS x",
            })
    void otherStatementsAreLeftAlone(String sql) {
        assertThat(plan(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM system.queries, lake.sales.orders | UNSUPPORTED | system and lake.sales.orders cannot"
                        + " be read by one query (expected: two queries)",
                "SELECT * FROM system.queries JOIN system.orders USING (id) | UNSUPPORTED | system and system.orders",
                "INSERT INTO lake.s.t SELECT query_id FROM system.queries | UNSUPPORTED | only queries can read"
                        + " system, not INSERT",
                "SELECT * FROM system.queries LATERAL VIEW explode(x) t | INVALID | Cannot read this query",
                "SELECT nothing FROM system.queries | INVALID | nothing",
                "SELECT CAST(submitted AS DATE) FROM system.queries | UNSUPPORTED | in a query of system",
                "SELECT current_timestamp FROM information_schema.tables | UNSUPPORTED | in a query of"
                        + " information_schema",
            })
    void refusalTellsWhatWorks(String sql, Reason reason, String message) {
        assertThatThrownBy(() -> plan(sql))
                .isInstanceOfSatisfying(
                        InformationException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    @Test
    void everyColumnIsReturnedAsItsTableHasIt() {
        for (SystemTable table : SystemTable.values()) {
            assertThat(plan("SELECT * FROM system." + table.key()).orElseThrow().columns())
                    .extracting(column -> new SystemTable.Column(column.name(), column.type(), column.isNullable()))
                    .isEqualTo(table.columns());
        }
    }

    private static Optional<InformationQuery> plan(String sql) {
        return InformationPlanner.plan(sql, "lake", CATALOGS, BoundValues.NONE);
    }

    private static List<List<Object>> run(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        plan(sql)
                .orElseThrow()
                .run(
                        request -> List.<Object[]>of(new Object[] {request.catalog(), "default"}),
                        TestSystemQueries::rows,
                        1_000,
                        () -> false)
                .forEachRemaining(rows::add);
        return rows;
    }

    private static Iterable<Object[]> rows(SystemTable table) {
        return switch (table) {
            case QUERIES, SESSIONS, DATA_CACHE, FAST_LANE_DIFFERENCES -> List.of();
            case DATA_PLANES ->
                List.<Object[]>of(new Object[] {"night", "ASLEEP", "on-demand", "2g", null, 0L, 0L, null, 1L, "cheap"});
            case ENGINES ->
                List.of(
                        engine("interactive", Instant.parse("2026-01-02T12:00:00Z"), 3),
                        engine("batch", Instant.parse("2026-01-01T12:00:00.250Z"), 0));
            case CATALOGS -> List.<Object[]>of(new Object[] {"lake", "internal"});
        };
    }

    private static Object[] engine(String plane, Instant started, long statements) {
        return new Object[] {plane + "-1", plane, "READY", 17L, started, started, statements, 0L};
    }
}
