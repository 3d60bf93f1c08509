package io.lakeflight.planner.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.planner.information.InformationException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of {@code information_schema} that would take all time or memory there is. */
@Timeout(60)
class TestInformationLimits {
    private static final String NAMES = "SELECT table_name x FROM information_schema.tables";

    @Test
    void textThatDoublesIsStopped() {
        assertTooLarge(chain(40, "SELECT max(x || x) x FROM q%d"), "too much text");
    }

    @Test
    void expressionThatDoublesIsRefused() {
        assertTooLarge(chain(40, "SELECT x || x x FROM q%d"), "too long");
    }

    @Test
    void textOfManyRowsIsStopped() {
        String wide =
                "SELECT a.table_name || '%s' x FROM information_schema.tables a, information_schema.tables b ORDER BY 1"
                        .formatted("a".repeat(20_000));

        assertTooLarge(wide, "too much text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replace(replace('%1$s', 'a', '%1$s'), 'a', '%1$s')",
                "upper(replace('%1$s', 'a', '%1$s') || table_name)",
                "CAST(table_name AS CHAR(60000)) || replace('%1$s', 'a', '%1$s')",
            })
    void textThatMultipliesIsStopped(String expression) {
        String sql = "SELECT " + expression.formatted("a".repeat(3_000)) + " x FROM information_schema.tables";

        assertTooLarge(sql, "too much text");
    }

    @Test
    void queryThatUsesOthersManyTimesIsRefused() {
        assertTooLarge(chain(30, "SELECT a.x FROM q%1$d a, q%1$d b"), "consists of more than");
    }

    @Test
    void longChainOfUnionsIsPlannedInTimeAndItsRowsAreCounted() {
        String sql = IntStream.range(0, 300).mapToObj(part -> NAMES).collect(Collectors.joining(" UNION ALL "));
        InformationQuery query = plan(sql, Duration.ofSeconds(20));

        assertThat(rows(query, 30_000)).hasSize(30_000);
        assertThatThrownBy(() -> rows(query, 29_999))
                .hasStackTraceContaining("unions of the query make more than 29999");
    }

    @Test
    void planThatTakesTooLongIsGivenUp() {
        String sql = "SELECT count(*) FROM information_schema.tables t0"
                + IntStream.range(1, 60)
                        .mapToObj(table -> " JOIN information_schema.tables t%d ON t%d.table_name = t%d.table_name"
                                .formatted(table, table, table - 1))
                        .collect(Collectors.joining());

        assertThatThrownBy(() -> plan(sql, Duration.ofMillis(100)))
                .isInstanceOfSatisfying(
                        InformationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
                .hasMessageContaining("to plan");
    }

    @Test
    void longTextIsNotParsed() {
        String numbers = "1,".repeat(2 << 20);

        assertTooLarge("SELECT " + numbers + " 1 FROM information_schema.tables", "longer than the 262144 characters");
        assertThat(InformationPlanner.plan(
                        "INSERT INTO t VALUES (" + numbers + "'information_schema.tables')",
                        "lake",
                        List.of("lake"),
                        BoundValues.NONE))
                .isEmpty();
    }

    @Test
    void deepConditionIsRefused() {
        String sql = NAMES + " WHERE "
                + IntStream.range(0, 5_000)
                        .mapToObj(name -> "(table_name = 'a%d' AND table_schema = 'b')".formatted(name))
                        .collect(Collectors.joining(" OR "));

        assertTooLarge(sql, "too deep or too long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listagg(table_name, ',') | listagg",
                "json_arrayagg(table_name) | JSON_ARRAYAGG",
                "json_array(max(table_name), max(table_name)) | JSON_ARRAY",
                "cardinality(collect(table_name)) | collect",
                "max(CAST(table_name AS VARBINARY)) IS NULL | binary",
            })
    void valuesAreNotPutTogether(String expression, String name) {
        assertThatThrownBy(() -> run("SELECT " + expression + " FROM information_schema.tables"))
                .isInstanceOfSatisfying(
                        InformationException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "concat(table_name, '-', table_schema) ; t0-default",
                "concat(table_name, CAST(NULL AS VARCHAR)) ; null",
                "table_schema || '.' || table_name ; default.t0",
                "replace(table_name, 't', 'tt') ; tt0",
                "replace(table_name, 't', substring('a', 2)) ; 0",
                "replace(table_name, '', 'x') ; t0",
                "upper(substring(table_schema, 1, 3)) ; DEF",
                "CASE WHEN table_name LIKE 't%' THEN trim(' x ') ELSE table_name END ; x",
                "coalesce(nullif(table_name, table_name), 'none') ; none",
            })
    void plainTextFunctionsAreComputed(String expression, String value) {
        Object result = run("SELECT " + expression + " FROM information_schema.tables WHERE table_name = 't0'")
                .get(0)
                .get(0);

        assertThat(String.valueOf(result)).isEqualTo(value);
    }

    /** Queries q0, q1 and so on, each written in terms of the one before. */
    private static String chain(int length, String next) {
        String queries = IntStream.range(1, length)
                .mapToObj(number -> "q" + number + " AS (" + next.formatted(number - 1) + ")")
                .collect(Collectors.joining(", "));
        return "WITH q0 AS (" + NAMES + "), " + queries + " SELECT x FROM q" + (length - 1) + " ORDER BY 1";
    }

    private static void assertTooLarge(String sql, String message) {
        assertThatThrownBy(() -> run(sql))
                .satisfies(failure -> assertThat(refusal(failure).reason()).isEqualTo(Reason.TOO_LARGE))
                .satisfies(failure -> assertThat(refusal(failure)).hasMessageContaining(message));
    }

    /** Generated code wraps what is thrown through it. */
    private static InformationException refusal(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof InformationException)) {
            assertThat(cause).as("cause of %s", failure).isNotNull();
            cause = cause.getCause();
        }
        return (InformationException) cause;
    }

    private static List<List<Object>> run(String sql) {
        return rows(plan(sql, Duration.ofSeconds(20)), 100_000);
    }

    private static InformationQuery plan(String sql, Duration patience) {
        return InformationPlanner.plan(sql, "lake", List.of("lake"), BoundValues.NONE, patience)
                .orElseThrow();
    }

    private static List<List<Object>> rows(InformationQuery query, int maxJoinedRows) {
        List<List<Object>> rows = new ArrayList<>();
        query.run(TestInformationLimits::tables, table -> List.of(), maxJoinedRows, () -> false)
                .forEachRemaining(rows::add);
        return rows;
    }

    private static Iterable<Object[]> tables(InformationRequest request) {
        return IntStream.range(0, 100)
                .mapToObj(table -> new Object[] {request.catalog(), "default", "t" + table, "BASE TABLE"})
                .toList();
    }
}
