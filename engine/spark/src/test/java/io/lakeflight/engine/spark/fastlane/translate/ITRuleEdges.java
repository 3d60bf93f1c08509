package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BindReferences;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.package$;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule over difficult values: what Spark gives DuckDB gives too, or raises; where Spark raises DuckDB must. */
class ITRuleEdges {
    /** Rules that only plans of several operators have; ITStatementsInBothLanes is about these. */
    static final Set<String> IN_STATEMENTS_ONLY =
            Set.of("digits of decimal", "decimal of digits", "normalized", "minus zero is zero");

    private static final Set<Edges> OF_ZONES = Set.of(Edges.TIMESTAMPS, Edges.DATES, Edges.TIME_TEXTS);

    private static final Pattern VALUE = Pattern.compile(
            "(SELECT t[.](c\\d+) AS o_0, t[.](c\\d+) AS o_1 FROM \\(SELECT \\2, )(.*)( AS \\3 FROM .*)");

    private static final StructType TRIED = new StructType().add("id", "int").add("v", "boolean");

    private final Set<String> proven = new TreeSet<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Map<Edges, InternalRow[]> tables = new EnumMap<>(Edges.class);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "America/Havana"})
    void everyValueIsTheSame(String zone) throws Exception {
        boolean isUtc = zone.equals("UTC");
        try (Lanes lanes = new Lanes(zone)) {
            for (EdgeCase edgeCase : EdgeCase.all()) {
                // Zones are nothing to the others.
                if (isUtc || OF_ZONES.contains(edgeCase.edges())) {
                    InternalRow[] rows = tables.computeIfAbsent(edgeCase.edges(), edges -> read(lanes, edges));
                    compare(lanes, edgeCase, rows, isUtc);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(refused)
                .as("cases without a translation")
                .allMatch(refusal -> !isUtc && refusal.contains("months_between"));
        if (isUtc) {
            assertThat(proven)
                    .as("rules that a case proves over the edge table they name")
                    .containsAll(Rules.all()
                            .filter(rule -> !IN_STATEMENTS_ONLY.contains(rule.name()))
                            .map(rule -> rule.edges() + " " + rule.name())
                            .toList());
        }
    }

    private static InternalRow[] read(Lanes lanes, Edges edges) {
        EdgeTables.write(lanes.spark(), edges);
        return Arrays.stream(lanes.spark()
                        .table(EdgeTables.name(edges))
                        .queryExecution()
                        .executedPlan()
                        .executeCollect())
                .map(InternalRow::copy)
                .toArray(InternalRow[]::new);
    }

    private void compare(Lanes lanes, EdgeCase edgeCase, InternalRow[] rows, boolean areDecodedToo)
            throws SQLException {
        Project plan = (Project)
                lanes.plan("SELECT id, " + edgeCase.expression() + " AS v FROM " + EdgeTables.name(edgeCase.edges()));
        List<Translation> forms;
        try {
            forms = areDecodedToo ? lanes.translateAndDecode(plan) : lanes.translate(plan);
        } catch (Refusal refusal) {
            refused.add(edgeCase + ": " + refusal.getMessage());
            return;
        }
        Map<Integer, Object> expected = expected(plan, rows);
        Map<Integer, Object> actual = new HashMap<>();
        for (Translation form : forms) {
            actual.putAll(actual(lanes, form, expected));
            for (Map.Entry<Integer, Object> row : actual.entrySet()) {
                Object value = expected.get(row.getKey());
                if (value instanceof Raised || !String.valueOf(value).equals(String.valueOf(row.getValue()))) {
                    differences.add(edgeCase + ": Spark " + value + ", DuckDB " + row.getValue());
                    return;
                }
            }
        }
        if (actual.values().stream().anyMatch(value -> value != null)) {
            ScalaLists.toJava(plan.projectList()).forEach(item -> collect((Expression) item, edgeCase.edges()));
        }
    }

    private void collect(Expression expression, Edges edges) {
        Rules.find(expression).ifPresent(rule -> proven.add(edges + " " + rule.name()));
        ScalaLists.toJava(expression.children()).forEach(child -> collect(child, edges));
    }

    /** What Spark's expression gives, for one row of each combination of the columns that are in it. */
    private static Map<Integer, Object> expected(Project plan, InternalRow[] rows) {
        NamedExpression value = plan.projectList().apply(1);
        Expression bound = BindReferences.bindReference(
                (Expression) value, package$.MODULE$.AttributeSeq(plan.child().output()), false);
        List<BoundReference> columns = new ArrayList<>();
        references(bound, columns);
        Map<List<String>, InternalRow> different = new LinkedHashMap<>();
        for (InternalRow row : rows) {
            different.putIfAbsent(
                    columns.stream()
                            .map(column -> Values.of(column.eval(row)))
                            .map(String::valueOf)
                            .collect(Collectors.toList()),
                    row);
        }
        Map<Integer, Object> values = new LinkedHashMap<>();
        for (InternalRow row : different.values()) {
            Object result;
            try {
                result = Values.of(bound.eval(row));
            } catch (Exception e) {
                result = new Raised();
            }
            values.put(row.getInt(0), result);
        }
        return values;
    }

    private static void references(Expression expression, List<BoundReference> columns) {
        if (expression instanceof BoundReference column) {
            columns.add(column);
        }
        ScalaLists.toJava(expression.children()).forEach(child -> references(child, columns));
    }

    /** What DuckDB gives, without rows in which it raises. */
    private static Map<Integer, Object> actual(Lanes lanes, Translation translation, Map<Integer, Object> expected)
            throws SQLException {
        lanes.checkTypes(translation);
        Map<Integer, Object> values = new HashMap<>();
        Map<Boolean, List<Integer>> ids =
                expected.keySet().stream().collect(Collectors.partitioningBy(id -> expected.get(id) instanceof Raised));
        read(lanes, translation, ids.get(false), values);
        Optional<String> tried = tried(translation.sql());
        if (tried.isPresent() && !ids.get(true).isEmpty()) {
            for (List<Object> row : lanes.rows(among(tried.get(), ids.get(true)), TRIED)) {
                if (row.get(1) != null) {
                    values.put(((Number) row.get(0)).intValue(), row.get(1));
                }
            }
        } else {
            for (int id : ids.get(true)) {
                read(lanes, translation, List.of(id), values);
            }
        }
        return values;
    }

    /** Reads rows with these ids, in halves where there is an error. */
    private static void read(Lanes lanes, Translation translation, List<Integer> ids, Map<Integer, Object> values) {
        try {
            for (List<Object> row : lanes.rows(among(translation.sql(), ids), translation.schema())) {
                values.put(((Number) row.get(0)).intValue(), row.get(1));
            }
        } catch (SQLException e) {
            if (ids.size() > 1) {
                int middle = ids.size() / 2;
                read(lanes, translation, ids.subList(0, middle), values);
                read(lanes, translation, ids.subList(middle, ids.size()), values);
            }
        }
    }

    private static String among(String sql, List<Integer> ids) {
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return sql.replaceAll(
                "(\\]\\)|hot[0-9]+\\.t)\\) AS files",
                "$1 WHERE id IN (" + (ids.isEmpty() ? "NULL" : list) + ")) AS files");
    }

    /** The query with null where the value cannot be computed, if DuckDB can tell: it tries nothing that may raise on purpose. */
    private static Optional<String> tried(String sql) {
        Matcher value = VALUE.matcher(sql);
        return value.matches() && !sql.contains("error(")
                ? Optional.of(value.group(1) + "TRY((" + value.group(4) + ") IS NULL)" + value.group(5))
                : Optional.empty();
    }

    private record Raised() {}
}
