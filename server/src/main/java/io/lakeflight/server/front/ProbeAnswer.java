package io.lakeflight.server.front;

import io.lakeflight.planner.simple.Constant;
import io.lakeflight.planner.simple.SimpleQuery;
import io.lakeflight.server.flight.metadata.ArrowFields;
import io.lakeflight.server.front.SessionNames.Place;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link SimpleQuery}: its columns, and a row of its constants if it has one. */
final class ProbeAnswer {
    private ProbeAnswer() {}

    /** Empty if the statement is none, or only Spark knows what its columns are. */
    static Optional<HeldRows> of(String sql, SessionNames names) {
        Optional<SimpleQuery> query = SimpleQuery.parse(sql);
        if (query.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<String>> name = query.get().table();
        if (name.isEmpty()) {
            return answer(query.get(), List.of());
        }
        return names.table(name.get())
                .map(ProbeAnswer::load)
                .filter(BaseTable.class::isInstance)
                .flatMap(table -> answer(query.get(), table.schema().columns()));
    }

    private static Table load(Place place) {
        return place.catalog().call(() -> place.catalog().tables().loadTable(place.table()));
    }

    private static Optional<HeldRows> answer(SimpleQuery query, List<Types.NestedField> columns) {
        List<Optional<Field>> fields = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (SimpleQuery.Item item : query.items()) {
            if (item instanceof SimpleQuery.Value value) {
                Constant constant = value.constant();
                fields.add(ArrowFields.ofResult(value.as(), type(constant), constant.nullable()));
                values.add(constant.value());
            } else if (item instanceof SimpleQuery.Column column) {
                fields.add(find(columns, column.name())
                        .flatMap(known -> ArrowFields.ofResult(column.as(), known.type(), known.isOptional())));
            } else {
                columns.forEach(
                        known -> fields.add(ArrowFields.ofResult(known.name(), known.type(), known.isOptional())));
            }
        }
        if (fields.isEmpty() || fields.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Schema schema = new Schema(fields.stream().map(Optional::orElseThrow).toList());
        return Optional.of(new HeldRows(schema, query.isEmpty() ? List.of() : List.of(new Row(values))));
    }

    /** The column that Spark finds by the name, in any letter case; of several that are alike it complains. */
    private static Optional<Types.NestedField> find(List<Types.NestedField> columns, String name) {
        List<Types.NestedField> found = columns.stream()
                .filter(column -> lower(column.name()).equals(lower(name)))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Type type(Constant constant) {
        return switch (constant.type()) {
            case INT -> Types.IntegerType.get();
            case BIGINT -> Types.LongType.get();
            case DOUBLE -> Types.DoubleType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case STRING -> Types.StringType.get();
            case DECIMAL -> {
                BigDecimal value = (BigDecimal) Objects.requireNonNull(constant.value());
                yield Types.DecimalType.of(Math.max(value.precision(), value.scale()), value.scale());
            }
        };
    }
}
