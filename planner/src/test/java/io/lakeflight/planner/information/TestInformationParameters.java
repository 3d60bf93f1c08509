package io.lakeflight.planner.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.planner.information.InformationException.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A query with bound values means what it would with these values in its text. */
class TestInformationParameters {
    private static final List<String> NAMES = List.of("orders", "order_items", "表", "it's", "a\\b", "?");

    private final List<InformationRequest> requests = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"orders", "order_items", "表", "it's", "a\\b", "?", "' OR '1' = '1"})
    void textIsWhatWasBoundAndNoSql(String name) {
        List<List<Object>> rows = run("SELECT table_name FROM information_schema.tables WHERE table_name = ?", name);

        assertThat(rows).isEqualTo(NAMES.contains(name) ? List.of(List.of(name)) : List.of());
    }

    @Test
    void patternsRowCountsAndNumbersAreBound() {
        assertThat(run("SELECT table_name FROM information_schema.tables WHERE table_name LIKE ? ORDER BY 1", "order%"))
                .hasToString("[[order_items], [orders]]");
        assertThat(run(
                        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE ? ESCAPE ?",
                        "order!_%",
                        "!"))
                .hasToString("[[order_items]]");
        assertThat(run("SELECT table_name FROM information_schema.tables ORDER BY 1 LIMIT ? OFFSET ?", 1L, 2L))
                .hasToString("[[it's]]");
        assertThat(run(
                        "SELECT table_name, ? FROM information_schema.tables WHERE upper(table_name) = upper(?)",
                        -5L,
                        "ORDERS"))
                .hasToString("[[orders, -5]]");
    }

    @Test
    void nullEqualsNothing() {
        assertThat(run("SELECT 1 FROM information_schema.tables WHERE table_name = ?", (Object) null))
                .isEmpty();
        assertThat(run("SELECT coalesce(?, 'none') FROM information_schema.schemata", (Object) null))
                .hasToString("[[none]]");
    }

    @Test
    void numbersAreComparedAsTheyAre() {
        String sql = "SELECT engine_id FROM system.engines WHERE statements = ?";

        assertThat(run(sql, 3L)).hasToString("[[interactive-1]]");
        assertThat(run(sql, new BigDecimal("3.0"))).hasToString("[[interactive-1]]");
        assertThat(run(sql, "3")).hasToString("[[interactive-1]]");
        assertThat(run(sql, 3.5)).isEmpty();
        assertThat(run(sql, Long.MIN_VALUE)).isEmpty();
    }

    @Test
    void timesAreCompared() {
        String sql = "SELECT engine_id FROM system.engines WHERE started > ?";

        assertThat(run(sql, LocalDateTime.parse("2026-01-02T11:59:59.999"))).hasSize(1);
        assertThat(run(sql, LocalDateTime.parse("2026-01-02T12:00:00"))).isEmpty();
        assertThat(run(sql, LocalDate.parse("2026-01-02"))).hasSize(1);
        assertThat(run(sql, LocalDate.parse("2026-01-03"))).isEmpty();
    }

    @Test
    void boundNameIsLookedUpRatherThanListed() {
        run("SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?", "default", "orders");

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.schemas().single()).hasValue("default");
            assertThat(request.tables().single()).hasValue("orders");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT table_name FROM information_schema.tables WHERE table_name = ? AND table_schema LIKE ? | TEXT, TEXT",
                "SELECT 1 FROM information_schema.columns WHERE ordinal_position > ? LIMIT ? | INT, INT",
                "SELECT 1 FROM information_schema.columns WHERE upper(?) = column_name | TEXT",
                "SELECT ? FROM information_schema.columns | TEXT",
                "SELECT 1 FROM system.engines WHERE started BETWEEN ? AND ? AND statements IN (?, ?)"
                        + " | TIMESTAMP, TIMESTAMP, BIGINT, BIGINT",
            })
    void typesAreToldBeforeAnythingIsBound(String sql, String types) {
        InformationQuery query = plan(sql, BoundValues.NONE);

        assertThat(query.parameters().stream().map(OutputColumn::type).toList().toString())
                .isEqualTo("[" + types + "]");
        assertThat(query.columns()).hasSize(1);
        assertThatThrownBy(() -> rows(query))
                .isInstanceOfSatisfying(
                        InformationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PARAMETERS));
    }

    @Test
    void wrongNumberOfValuesIsTold() {
        assertThatThrownBy(() -> run("SELECT 1 FROM information_schema.tables WHERE table_name = ?", "a", "b"))
                .hasMessage("The statement has 1 parameters, but 2 were bound");
        assertThatThrownBy(() -> run("SELECT 1 FROM information_schema.tables", "a"))
                .hasMessage("The statement has 0 parameters, but 1 were bound");
    }

    @Test
    void valueThatNoLiteralCanBeIsRefused() {
        String sql = "SELECT 1 FROM information_schema.tables WHERE table_name = ?";
        for (Object value : List.of(Double.NaN, LocalDate.of(12_000, 1, 1), "a\r\nb")) {
            assertThatThrownBy(() -> run(sql, value))
                    .isInstanceOfSatisfying(InformationException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.UNSUPPORTED));
        }
    }

    @Test
    void wrongNameIsToldOfAQueryThatIsNotBound() {
        assertThatThrownBy(
                        () -> plan("SELECT nix FROM information_schema.tables WHERE table_name = ?", BoundValues.NONE))
                .hasMessageContaining("nix");
    }

    private static InformationQuery plan(String sql, BoundValues values) {
        return InformationPlanner.plan(sql, "lake", List.of("lake"), values).orElseThrow();
    }

    private List<List<Object>> run(String sql, Object... values) {
        return rows(plan(sql, new BoundValues(Arrays.asList(values))));
    }

    private List<List<Object>> rows(InformationQuery query) {
        List<List<Object>> rows = new ArrayList<>();
        query.run(this::rows, TestInformationParameters::rows, 1_000, () -> false)
                .forEachRemaining(rows::add);
        return rows;
    }

    private Iterable<Object[]> rows(InformationRequest request) {
        requests.add(request);
        if (request.table() == InformationTable.SCHEMATA) {
            return List.<Object[]>of(new Object[] {"lake", "default"});
        }
        return NAMES.stream()
                .map(name -> new Object[] {"lake", "default", name, "BASE TABLE"})
                .toList();
    }

    private static Iterable<Object[]> rows(SystemTable table) {
        assertThat(table).isEqualTo(SystemTable.ENGINES);
        Instant started = Instant.parse("2026-01-02T12:00:00Z");
        return List.<Object[]>of(new Object[] {"interactive-1", "interactive", "READY", 17L, started, started, 3L, 0L});
    }
}
