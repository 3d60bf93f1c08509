package io.lakeflight.server.front;

import io.lakeflight.catalog.statistics.ColumnStatistics;
import io.lakeflight.catalog.statistics.ColumnStatistics.Bound;
import io.lakeflight.catalog.statistics.Figure;
import io.lakeflight.catalog.statistics.StatisticsRequest;
import io.lakeflight.catalog.statistics.StatisticsSource;
import io.lakeflight.catalog.statistics.TableStatistics;
import io.lakeflight.planner.simple.SimpleQuery.Aggregate;
import io.lakeflight.planner.simple.SimpleQuery.Function;
import io.lakeflight.server.flight.metadata.ArrowFields;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Counts and ends of all rows of one table, where its metadata proves them. */
final class TableFigures {
    /** A column of a result, and its only value. */
    record Told(Field field, @Nullable Object value) {}

    private final StatisticsSource source;
    private final Table table;

    /** @param table as it is now */
    TableFigures(StatisticsSource source, Table table) {
        this.source = source;
        this.table = table;
    }

    /** Empty if metadata does not prove it. */
    Optional<Told> told(Aggregate aggregate) {
        if (aggregate.function() == Function.COUNT_ROWS) {
            return count(read(Set.of()).rows(), aggregate);
        }
        Optional<Types.NestedField> column = ProbeAnswer.find(table.schema().columns(), aggregate.column())
                .filter(found -> found.type().isPrimitiveType());
        if (column.isEmpty()) {
            return Optional.empty();
        }
        int id = column.get().fieldId();
        ColumnStatistics statistics = read(Set.of(id)).columns().get(id);
        if (statistics == null) {
            return Optional.empty();
        }
        return aggregate.function() == Function.COUNT
                ? count(statistics.values(), aggregate)
                : end(column.get(), statistics, aggregate);
    }

    private TableStatistics read(Set<Integer> columns) {
        return source.read(StatisticsRequest.current(table).ofColumns(columns));
    }

    private static Optional<Told> count(Figure figure, Aggregate aggregate) {
        return figure.isExact()
                ? ArrowFields.ofResult(aggregate.as(), Types.LongType.get(), false)
                        .map(field -> new Told(field, figure.least()))
                : Optional.empty();
    }

    /** Null, if there is surely no value. */
    private static Optional<Told> end(Types.NestedField column, ColumnStatistics statistics, Aggregate aggregate) {
        Bound bound = aggregate.function() == Function.MIN ? statistics.lower() : statistics.upper();
        boolean isNone = statistics.values().isExact() && statistics.values().least() == 0;
        if (!isNone && (bound == null || !bound.exact())) {
            return Optional.empty();
        }
        Object value = isNone || bound == null ? null : bound.value();
        return ArrowFields.ofResult(aggregate.as(), column.type(), true).map(field -> new Told(field, value));
    }
}
