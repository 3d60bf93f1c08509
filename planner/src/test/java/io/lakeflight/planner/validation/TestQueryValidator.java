package io.lakeflight.planner.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.validation.QueryValidator.KnownTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestQueryValidator {
    private static final List<TableColumn> COLUMNS = List.of(
            column("id", "bigint", false),
            column("price", "decimal(12,2)", true),
            column("name", "string", true),
            column("tags", "array<string>", true),
            column("odd", "", true));
    private static final List<KnownTable> TABLES = List.of(
            new KnownTable(List.of("t"), COLUMNS),
            new KnownTable(List.of("lake", "s", "t"), COLUMNS),
            new KnownTable(List.of("u"), List.of(column("id", "int", false), column("day", "date", true))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id, price, name, tags FROM t|bigint not null, decimal(12,2), string, array<string>",
                "SELECT T.ID AS a FROM lake.s.t|bigint not null",
                "SELECT count(*) FROM t|bigint not null",
                "SELECT u.id, t.id, t.price FROM u LEFT JOIN t ON u.id = t.id|int not null, bigint, decimal(12,2)",
                "SELECT name, count(DISTINCT id) AS n FROM t WHERE price > 1 GROUP BY name ORDER BY n LIMIT 3|string, bigint not null"
            })
    void columnsOfTablesHaveTheirTypes(String sql, String types) {
        Validation validation = QueryValidator.validate(sql, TABLES);

        assertThat(validation.problem()).isEmpty();
        assertThat(validation.types().orElseThrow())
                .extracting(ColumnType::toString)
                .containsExactly(types.split(", "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id + 1 FROM t",
                "SELECT sum(price) FROM t",
                "SELECT odd FROM t",
                "SELECT 1",
                "SELECT id FROM t UNION ALL SELECT id FROM u",
                "SELECT collect_list(name), percentile_approx(price, 0.5) FROM t",
                "SELECT initcap(name), array_contains(tags, 'x') FROM t",
                "SELECT avg(sum(price)) OVER (PARTITION BY name) FROM t GROUP BY name",
                "SELECT upper(name) AS n, count(*) FROM t GROUP BY n HAVING n > 'a'"
            })
    void typesOfWhatIsComputedAreSparksToSay(String sql) {
        assertThat(QueryValidator.validate(sql, TABLES)).isEqualTo(new Validation(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT nothing FROM t|Column 'nothing' not found in any table",
                "SELECT id FROM t, u|Column 'id' is ambiguous",
                "SELECT id FROM missing|Object 'missing' not found",
                "SELECT no_such_function(id) FROM t|No match found for function signature no_such_function(<NUMERIC>)",
                "SELECT id, count(*) FROM t|Expression 'id' is not being grouped",
                "SELECT FROM|Calcite does not read it: Incorrect syntax near the keyword 'FROM' at line 1, column 8.",
                "DELETE FROM t|it is no query"
            })
    void whatIsWrongIsTold(String sql, String problem) {
        assertThat(QueryValidator.validate(sql, TABLES).problem()).contains(problem);
    }

    @Test
    void deepQueryIsNoDisaster() {
        String deep = "SELECT " + "(".repeat(3_000) + "1" + ")".repeat(3_000);

        assertThat(QueryValidator.validate(deep, TABLES).types()).isEmpty();
    }

    private static TableColumn column(String name, String type, boolean isNullable) {
        return new TableColumn(name, new ColumnType(type, isNullable));
    }
}
