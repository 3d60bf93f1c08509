package io.lakeflight.server.front;

import io.lakeflight.planner.statement.Probe;
import io.lakeflight.server.flight.metadata.ArrowFields;
import io.lakeflight.server.front.SessionNames.Place;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import io.lakeflight.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The answer to a {@link Probe}: its columns, and a row of its constants if it has one. */
final class ProbeAnswer {
    private ProbeAnswer() {}

    /** Empty if the statement is none, or only Spark knows what its columns are. */
    static Optional<HeldRows> of(String sql, Session.State state, SessionNames names) {
        Optional<Probe> probe = Probe.parse(sql);
        // Settings, such as the time zone, are in the types of columns.
        if (probe.isEmpty() || !state.settings().isEmpty()) {
            return Optional.empty();
        }
        Optional<List<String>> name = probe.get().table();
        if (name.isEmpty()) {
            return answer(probe.get(), List.of());
        }
        return names.table(name.get())
                .map(ProbeAnswer::load)
                .filter(BaseTable.class::isInstance)
                .flatMap(table -> answer(probe.get(), table.schema().columns()));
    }

    private static Table load(Place place) {
        return place.catalog().call(() -> place.catalog().tables().loadTable(place.table()));
    }

    private static Optional<HeldRows> answer(Probe probe, List<Types.NestedField> columns) {
        List<Optional<Field>> fields = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Probe.Item item : probe.items()) {
            if (item instanceof Probe.Constant constant) {
                fields.add(ArrowFields.ofResult(constant.as(), type(constant.value()), false));
                values.add(constant.value());
            } else if (item instanceof Probe.Column column) {
                fields.add(columns.stream()
                        .filter(known -> known.name().equals(column.name()))
                        .findFirst()
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
        return Optional.of(new HeldRows(schema, probe.isEmpty() ? List.of() : List.of(Row.of(values.toArray()))));
    }

    private static Type type(Object constant) {
        if (constant instanceof Integer) {
            return Types.IntegerType.get();
        }
        return constant instanceof Boolean ? Types.BooleanType.get() : Types.StringType.get();
    }
}
