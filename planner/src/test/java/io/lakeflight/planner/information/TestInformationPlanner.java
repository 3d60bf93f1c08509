package io.lakeflight.planner.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.lakeflight.planner.information.InformationException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestInformationPlanner {
    private static final List<String> CATALOGS = List.of("lake", "sales");
    private static final List<String> TABLES = List.of("orders", "order_items", "Grüße", "表", "it's");

    private final List<InformationRequest> requests = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'orders' | [[orders]]",
                "select TABLE_NAME from INFORMATION_SCHEMA.TABLES where Table_Schema = 'default' and table_name like 'order\\_%' order by 1"
                        + " | [[order_items]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'order%' ORDER BY 1 DESC;"
                        + " | [[orders], [order_items]]",
                "SELECT count(*) FROM sales.information_schema.tables | [[5]]",
                "SELECT `table_name` FROM `lake`.`information_schema`.\"tables\" t WHERE t.`table_name` = 'Grüße' | [[Grüße]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name = '表' | [[表]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'it''s' | [[it's]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'it\\'s' | [[it's]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'or' r'ders' | [[orders]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'order!_%' ESCAPE '!' | [[order_items]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'order\\\\_%' ESCAPE '\\\\'"
                        + " | [[order_items]]",
                "SELECT length('a\\tb'), length('\\\\'), length('\\r') FROM information_schema.schemata LIMIT 1 | [[3, 1, 1]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name IN ('表', 'orders') ORDER BY table_name LIMIT 1"
                        + " | [[orders]]",
                "SELECT t.table_name, c.column_name, c.ordinal_position FROM information_schema.tables t JOIN information_schema.columns c"
                        + " USING (table_catalog, table_schema, table_name) WHERE t.table_name = 'orders' ORDER BY 3"
                        + " | [[orders, id, 1], [orders, name, 2]]",
                "SELECT table_schema, count(*) n FROM information_schema.columns GROUP BY table_schema HAVING count(*) > 1"
                        + " | [[default, 10]]",
                "SELECT sum(ordinal_position), avg(ordinal_position) FROM information_schema.columns | [[15, 1.5]]",
                "SELECT t.table_name FROM information_schema.tables t WHERE EXISTS (SELECT 1 FROM information_schema.views v"
                        + " WHERE v.table_name = t.table_name) | []",
                "SELECT column_name, column_default FROM information_schema.columns WHERE table_name = 'orders' ORDER BY column_default"
                        + " | [[name, null], [id, 0]]",
                "WITH x AS (SELECT table_name n FROM information_schema.tables) SELECT concat(upper(n), '!') FROM x WHERE n = 'orders'"
                        + " | [[ORDERS!]]",
                "SELECT CASE WHEN table_name = 'orders' THEN 'a' ELSE 'bbb' END k FROM information_schema.tables GROUP BY 1 ORDER BY 1"
                        + " | [[a], [bbb]]",
                "SELECT row_number() OVER (ORDER BY table_name) FROM information_schema.tables LIMIT 2 | [[1], [2]]",
                "SELECT DISTINCT schema_name FROM information_schema.schemata UNION ALL SELECT 'x' ORDER BY 1"
                        + " | [[default], [x]]",
                "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'sales' | []",
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'nowhere' | []",
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'default' AND table_name = 'orders ' | []",
                "SELECT table_name FROM information_schema.tables WHERE table_name IN ('orders', 'x') AND table_name <> 'x'"
                        + " | [[orders]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'orders' AND table_type = 'VIEW' | []",
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'orders' OR table_name IS NULL | [[orders]]",
                "SELECT table_name FROM information_schema.tables WHERE table_name = '表' OR table_schema = 'nowhere' | [[表]]",
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'x' | []",
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'default' AND table_name NOT LIKE 'order%'"
                        + " AND table_name LIKE '%s' | [[it's]]",
                "SELECT table_name FROM information_schema.tables WHERE table_schema LIKE 'x%' AND table_name = 'orders' | []",
                "SELECT count(*) FROM information_schema.columns WHERE table_name NOT IN ('orders', 'x') | [[8]]",
                "SELECT 1 FROM lake.information_schema.tables l JOIN sales.information_schema.tables s ON l.table_name = s.table_name"
                        + " WHERE l.table_name = 'orders' | [[1]]",
                "SELECT c.table_name, count(*) FROM information_schema.columns c JOIN information_schema.tables USING (table_name)"
                        + " WHERE c.table_name = 'orders' GROUP BY c.table_name | [[orders, 2]]",
                "SELECT count(table_name) FROM information_schema.columns NATURAL JOIN information_schema.tables"
                        + " | [[10]]",
                "SELECT table_name = 'orders' FROM information_schema.tables WHERE table_name LIKE 'order%' ORDER BY table_name DESC"
                        + " | [[true], [false]]",
                "SELECT 1 AS a, 1 AS b FROM information_schema.tables GROUP BY table_schema ORDER BY max(table_name), upper(table_schema)"
                        + " | [[1, 1]]",
                "SELECT max(table_name) FROM information_schema.tables WHERE false | [[null]]",
                "SELECT nvl(column_default, '-') FROM information_schema.columns WHERE column_name = 'name' AND table_name = 'orders' | [[-]]",
            })
    void queryIsAnswered(String sql, String rows) {
        assertThat(run(sql)).hasToString(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'information_schema.tables'",
                "SELECT 1 AS information_schema",
                "SELECT * FROM lake.default.information_schema",
                "CREATE TABLE information_schema.t (a INT)",
                "SELECT * FROM nowhere.information_schema.tables",
                "SHOW TABLES IN information_schema",
                "SELECT id FROM orders -- information_schema.tables",
            })
    void otherStatementsAreLeftAlone(String sql) {
        assertThat(InformationPlanner.plan(sql, "lake", CATALOGS, BoundValues.NONE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT * FROM information_schema.tables, orders | UNSUPPORTED | orders",
                "SELECT * FROM information_schema.tables WHERE table_name IN (SELECT n FROM lake.default.names)"
                        + " | UNSUPPORTED | lake.default.names",
                "INSERT INTO t SELECT table_name FROM information_schema.tables | UNSUPPORTED | only queries",
                "SELECT * FROM information_schema.routines | UNKNOWN_TABLE | schemata, tables, columns, views",
                "SELECT nonsense FROM information_schema.tables | INVALID | Column 'nonsense' not found",
                "SELECT nonsense(1) FROM information_schema.tables | INVALID | nonsense",
                "SELECT * FROM information_schema.tables WHERE | INVALID | syntax",
                "SELECT * FROM information_schema.tables WHERE table_name = ? | PARAMETERS | 1 parameters, but none is bound",
                "SELECT * FROM information_schema.tables WHERE table_name SIMILAR TO '(a*)*b' | UNSUPPORTED | SIMILAR TO",
                "SELECT ARRAY[1] a FROM information_schema.tables | UNSUPPORTED | a of type",
                "SELECT 'a\\r\\nb' FROM information_schema.tables | UNSUPPORTED | carriage return",
                "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT n FROM x, information_schema.tables"
                        + " | UNSUPPORTED | recursion",
            })
    void queryIsRefused(String sql, Reason reason, String message) {
        assertThatThrownBy(() -> run(sql)).isInstanceOfSatisfying(InformationException.class, e -> {
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
            assertThat(e).hasMessageContaining(message);
        });
    }

    @Test
    void columnsAreTold() {
        InformationQuery query = plan(
                "SELECT tables.table_name, TABLE_TYPE AS kind, count(*), ordinal_position + 1 AS following_one"
                        + " FROM information_schema.columns JOIN information_schema.tables USING (table_catalog) GROUP BY 1, 2, 4");

        assertThat(query.columns())
                .extracting(OutputColumn::name, OutputColumn::type, OutputColumn::isNullable)
                .containsExactly(
                        tuple("table_name", OutputColumn.Type.TEXT, false),
                        tuple("kind", OutputColumn.Type.TEXT, false),
                        tuple("count(*)", OutputColumn.Type.BIGINT, false),
                        tuple("following_one", OutputColumn.Type.INT, false));
    }

    @Test
    void namesAreLookedUpRatherThanListed() {
        run("SELECT c.column_name FROM information_schema.tables t JOIN information_schema.columns c"
                + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                + " WHERE t.table_name = 'orders' AND t.table_schema IN ('default', 'other')");

        assertThat(requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.tables().single()).hasValue("orders");
            assertThat(request.schemas().test("default")).isTrue();
            assertThat(request.schemas().test("else")).isFalse();
        });
    }

    @Test
    void patternsAreHandedDown() {
        run("SELECT 1 FROM information_schema.tables WHERE table_name LIKE 'or%' AND table_name NOT LIKE '%x'");

        NameFilter tables = requests.get(0).tables();
        assertThat(tables.test("orders")).isTrue();
        assertThat(tables.test("items")).isFalse();
    }

    @Test
    void otherCatalogIsNotAsked() {
        run("SELECT 1 FROM lake.information_schema.tables WHERE table_catalog = 'sales'");

        assertThat(requests).isEmpty();
    }

    @Test
    void planningReadsNothing() {
        plan("SELECT * FROM information_schema.columns");

        assertThat(requests).isEmpty();
    }

    @Test
    @Timeout(30)
    void joinsThatExplodeAreStopped() {
        String all = "information_schema.columns";
        InformationQuery query = plan(
                "SELECT count(*) FROM %s a, %s b, %s c, %s d, %s e, %s f, %s g, %s h, %s i, %s j".replace("%s", all));

        assertThatThrownBy(() -> query.run(this::rows, table -> List.of(), 100_000, () -> false)
                        .next())
                .hasStackTraceContaining("make more than 100000 rows");
    }

    @Test
    @Timeout(30)
    void canceledRunEnds() {
        String all = "information_schema.columns";
        InformationQuery query = plan(
                "SELECT count(*) FROM %s a, %s b, %s c, %s d, %s e, %s f, %s g, %s h, %s i, %s j".replace("%s", all));
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> query.run(
                                this::rows, table -> List.of(), Long.MAX_VALUE, () -> asked.incrementAndGet() > 100_000)
                        .next())
                .hasStackTraceContaining("was canceled");
    }

    @Test
    @Timeout(30)
    void patternTakesNoHours() {
        String many = "%a".repeat(200);

        assertThat(LikePattern.matches("a".repeat(10_000) + "b", many, "\\")).isFalse();
        assertThat(LikePattern.matches("a".repeat(10_000), many, "\\")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, a_c, true",
        "abc, a\\_c, false",
        "a_c, a\\_c, true",
        "abc, %c, true",
        "abc, %b, false",
        "abc, '', false",
        "'', %, true",
        "'', '', true",
        "a🦆c, a_c, true",
        "100%, 100\\%, true",
        "1000, 100\\%, false",
        "a\\, a\\\\, true",
        "Abc, abc, false",
    })
    void patternMatches(String text, String pattern, boolean expected) {
        assertThat(LikePattern.matches(text, pattern, "\\")).isEqualTo(expected);
    }

    private InformationQuery plan(String sql) {
        return InformationPlanner.plan(sql, "lake", CATALOGS, BoundValues.NONE).orElseThrow();
    }

    private List<List<Object>> run(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        plan(sql).run(this::rows, table -> List.of(), 1_000_000, () -> false).forEachRemaining(rows::add);
        return rows;
    }

    private Iterable<Object[]> rows(InformationRequest request) {
        requests.add(request);
        String catalog = request.catalog();
        return switch (request.table()) {
            case SCHEMATA -> List.<Object[]>of(new Object[] {catalog, "default"});
            case TABLES ->
                TABLES.stream()
                        .map(table -> new Object[] {catalog, "default", table, "BASE TABLE"})
                        .toList();
            case COLUMNS ->
                TABLES.stream()
                        .flatMap(table -> IntStream.of(1, 2).mapToObj(position -> column(catalog, table, position)))
                        .toList();
            case VIEWS -> List.of();
        };
    }

    private static Object[] column(String catalog, String table, int position) {
        Object[] row = new Object[InformationTable.COLUMNS.columns().size()];
        Arrays.asList(catalog, "default", table, position == 1 ? "id" : "name", position, position == 1 ? "0" : null)
                .toArray(row);
        row[6] = "YES";
        row[7] = "INT";
        return row;
    }
}
