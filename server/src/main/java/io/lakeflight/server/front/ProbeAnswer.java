package io.lakeflight.server.front;

import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.planner.simple.Constant;
import io.lakeflight.planner.simple.SimpleQuery;
import io.lakeflight.server.flight.metadata.ArrowFields;
import io.lakeflight.server.flight.metadata.SparkNames;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import io.lakeflight.server.session.Session;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link SimpleQuery}: its columns, and the rows of its values. */
final class ProbeAnswer {
    private final Session session;
    private final SessionNames names;
    private final StatisticsSource statistics;
    private final Map<SimpleQuery.SessionFact, Optional<String>> facts = new EnumMap<>(SimpleQuery.SessionFact.class);
    private final List<Field> fields = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    ProbeAnswer(Session session, SessionNames names, StatisticsSource statistics) {
        this.session = session;
        this.names = names;
        this.statistics = statistics;
    }

    /** Empty if only Spark knows what its columns are. */
    Optional<HeldRows> of(SimpleQuery query) {
        Optional<List<String>> name = query.table();
        for (SimpleQuery.Item item : query.items()) {
            // Before a catalog is called for the table: calls are not made within calls.
            if (item instanceof SimpleQuery.Fact fact && !facts.containsKey(fact.fact())) {
                facts.put(fact.fact(), fact(fact.fact()));
            }
        }
        if (name.isEmpty()) {
            return answer(query, null);
        }
        return names.table(name.get()).flatMap(place -> place.catalog().call(() -> {
            Table table = place.catalog().tables().loadTable(place.table());
            return table instanceof BaseTable ? answer(query, table) : Optional.empty();
        }));
    }

    private Optional<HeldRows> answer(SimpleQuery query, @Nullable Table table) {
        fields.clear();
        values.clear();
        for (SimpleQuery.Item item : query.items()) {
            if (!take(item, table)) {
                return Optional.empty();
            }
        }
        List<Row> rows = new ArrayList<>();
        if (!query.isEmpty()) {
            rows.add(new Row(values));
            query.others().forEach(row -> rows.add(row(row)));
        }
        return Optional.of(new HeldRows(new Schema(fields), rows));
    }

    private static Row row(List<Constant> constants) {
        List<@Nullable Object> row = new ArrayList<>();
        constants.forEach(constant -> row.add(constant.value()));
        return new Row(row);
    }

    /** False if it is Spark's to answer. */
    private boolean take(SimpleQuery.Item item, @Nullable Table table) {
        if (item instanceof SimpleQuery.Value value) {
            Constant constant = value.constant();
            values.add(constant.value());
            return add(type(constant)
                    .map(type -> ArrowFields.ofResult(value.as(), type, constant.nullable()))
                    .orElseGet(() -> Optional.of(FrontSchemas.ofNull(value.as()))));
        }
        if (item instanceof SimpleQuery.Fact fact) {
            Optional<String> value = facts.getOrDefault(fact.fact(), Optional.empty());
            values.add(value.orElse(""));
            return value.isPresent() && add(ArrowFields.ofResult(fact.as(), Types.StringType.get(), false));
        }
        if (table == null) {
            return false;
        }
        if (item instanceof SimpleQuery.Aggregate aggregate) {
            Optional<TableFigures.Told> told = new TableFigures(statistics, table).told(aggregate);
            told.ifPresent(figure -> values.add(figure.value()));
            return add(told.map(TableFigures.Told::field));
        }
        List<Types.NestedField> columns = table.schema().columns();
        if (item instanceof SimpleQuery.Column column) {
            return add(find(columns, column.name())
                    .flatMap(known -> ArrowFields.ofResult(column.as(), known.type(), known.isOptional())));
        }
        return columns.stream()
                .allMatch(known -> add(ArrowFields.ofResult(known.name(), known.type(), known.isOptional())));
    }

    private boolean add(Optional<Field> field) {
        field.ifPresent(fields::add);
        return field.isPresent();
    }

    /** Empty where it is not sure to be what an engine would say. */
    private Optional<String> fact(SimpleQuery.SessionFact fact) {
        return switch (fact) {
            case USER -> Optional.of(session.user()).filter(user -> !user.isEmpty());
            case CATALOG -> names.currentSchema().map(place -> place.catalog().name());
            case SCHEMA -> names.currentSchema().map(place -> SparkNames.quoted(place.namespace()));
        };
    }

    /** The column that Spark finds by the name, in any letter case; of several that are alike it complains. */
    static Optional<Types.NestedField> find(List<Types.NestedField> columns, String name) {
        List<Types.NestedField> found = columns.stream()
                .filter(column -> lower(column.name()).equals(lower(name)))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Empty if it is null and nothing else. */
    private static Optional<Type> type(Constant constant) {
        return switch (constant.type()) {
            case INT -> Optional.of(Types.IntegerType.get());
            case BIGINT -> Optional.of(Types.LongType.get());
            case DOUBLE -> Optional.of(Types.DoubleType.get());
            case BOOLEAN -> Optional.of(Types.BooleanType.get());
            case STRING -> Optional.of(Types.StringType.get());
            case DATE -> Optional.of(Types.DateType.get());
            case TIMESTAMP -> Optional.of(Types.TimestampType.withZone());
            case DECIMAL ->
                Optional.of(Types.DecimalType.of(
                        constant.digits().precision(), constant.digits().scale()));
            case NULL -> Optional.empty();
        };
    }
}
