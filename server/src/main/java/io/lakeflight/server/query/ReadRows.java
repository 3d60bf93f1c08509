package io.lakeflight.server.query;

import io.lakeflight.planner.statement.predicates.ColumnPredicate;
import io.lakeflight.planner.statement.predicates.ColumnPredicate.Comparison;
import io.lakeflight.planner.statement.predicates.WrittenTime;
import io.lakeflight.planner.statement.tables.TableRead;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * A filter for all rows of a table that a statement makes use of, made of the predicates in its text.
 *
 * <p>Spark casts one side of a comparison to the type of the other. Where that might make other rows match than Iceberg
 * would find, or the session's time zone counts, the filter takes more rows or the predicate is left out; so it is with
 * FLOAT and DOUBLE columns, of whose comparisons the engine passes on only some.
 */
final class ReadRows {
    /** No time zone is farther away from UTC. */
    private static final long FARTHEST_ZONE = ChronoUnit.HOURS.getDuration().toSeconds() * 18 * 1_000_000;

    private final Schema schema;

    private ReadRows(Schema schema) {
        this.schema = schema;
    }

    /** @param reads where the table is read; the filter is for the rows that any of them makes use of */
    static Expression filter(Schema schema, List<TableRead> reads) {
        ReadRows rows = new ReadRows(schema);
        return reads.stream().map(rows::of).reduce(Expressions::or).orElse(Expressions.alwaysTrue());
    }

    private Expression of(TableRead read) {
        Expression all = Expressions.alwaysTrue();
        for (ColumnPredicate predicate : read.predicates()) {
            all = Expressions.and(all, of(predicate));
        }
        return all;
    }

    private Expression of(ColumnPredicate predicate) {
        Types.NestedField field = field(predicate.column());
        if (field == null) {
            return Expressions.alwaysTrue();
        }
        String name = field.name();
        return switch (predicate.comparison()) {
            case IS_NULL -> Expressions.isNull(name);
            case NOT_NULL -> Expressions.notNull(name);
            case STARTS_WITH -> startsWith(field, predicate.values().get(0));
            case EQUAL, IN -> oneOf(field, predicate.values());
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                range(field, predicate.values().get(0))
                        .map(range -> beyond(name, predicate.comparison(), range))
                        .orElse(Expressions.alwaysTrue());
        };
    }

    /** A top-level column; of several that differ in letter case it is not clear which is meant. */
    private Types.@Nullable NestedField field(String column) {
        List<Types.NestedField> fields = schema.columns().stream()
                .filter(field -> field.name().equalsIgnoreCase(column))
                .toList();
        // Iceberg takes a dot in a name for a field of a struct.
        return fields.size() == 1 && !column.contains(".") ? fields.get(0) : null;
    }

    private static Expression startsWith(Types.NestedField field, Object prefix) {
        return field.type().typeId() == Type.TypeID.STRING
                ? Expressions.startsWith(field.name(), (String) prefix)
                : Expressions.alwaysTrue();
    }

    private static Expression oneOf(Types.NestedField field, List<Object> values) {
        List<Range> ranges = new ArrayList<>();
        for (Object value : values) {
            Optional<Range> range = range(field, value);
            if (range.isEmpty()) {
                return Expressions.alwaysTrue();
            }
            ranges.add(range.get());
        }
        if (ranges.stream().allMatch(range -> range.from.equals(range.to))) {
            return Expressions.in(field.name(), ranges.stream().map(Range::from).toList());
        }
        return ranges.stream()
                .map(range -> Expressions.and(
                        Expressions.greaterThanOrEqual(field.name(), range.from),
                        Expressions.lessThanOrEqual(field.name(), range.to)))
                .map(Expression.class::cast)
                .reduce(Expressions::or)
                .orElse(Expressions.alwaysTrue());
    }

    private static Expression beyond(String name, Comparison comparison, Range range) {
        return switch (comparison) {
            case LESS -> Expressions.lessThan(name, range.to);
            case LESS_OR_EQUAL -> Expressions.lessThanOrEqual(name, range.to);
            case GREATER -> Expressions.greaterThan(name, range.from);
            case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(name, range.from);
            default -> throw new AssertionError(comparison);
        };
    }

    /** What a constant may be equal to in a column, as Iceberg has it. */
    private record Range(Object from, Object to) {
        static Range of(Object value) {
            return new Range(value, value);
        }
    }

    /** Empty if Spark may compare the column with something else than this value of its own type. */
    private static Optional<Range> range(Types.NestedField field, Object value) {
        return switch (field.type().typeId()) {
            case BOOLEAN -> value instanceof Boolean ? Optional.of(Range.of(value)) : Optional.empty();
            case INTEGER, LONG -> value instanceof BigDecimal number ? whole(number) : Optional.empty();
            case DECIMAL -> value instanceof BigDecimal number ? decimal(field.type(), number) : Optional.empty();
            case STRING -> value instanceof String ? Optional.of(Range.of(value)) : Optional.empty();
            case DATE -> day(value).map(day -> Range.of((int) day.toEpochDay()));
            case TIMESTAMP -> time(value).map(ReadRows::inAnyZone);
            default -> Optional.empty();
        };
    }

    private static Optional<Range> whole(BigDecimal number) {
        boolean isLong = number.scale() == 0 && number.precision() <= 18;
        return isLong ? Optional.of(Range.of(number.longValueExact())) : Optional.empty();
    }

    private static Optional<Range> decimal(Type type, BigDecimal number) {
        int scale = ((Types.DecimalType) type).scale();
        boolean fits = number.stripTrailingZeros().scale() <= scale;
        return fits ? Optional.of(Range.of(number.setScale(scale))) : Optional.empty();
    }

    private static Optional<LocalDate> day(Object value) {
        if (value instanceof LocalDate day) {
            return Optional.of(day);
        }
        return value instanceof String text ? WrittenTime.date(text) : Optional.empty();
    }

    private static Optional<LocalDateTime> time(Object value) {
        if (value instanceof LocalDateTime time) {
            return Optional.of(time);
        }
        if (value instanceof LocalDate day) {
            return Optional.of(day.atStartOfDay());
        }
        return value instanceof String text ? WrittenTime.timestamp(text) : Optional.empty();
    }

    private static Range inAnyZone(LocalDateTime time) {
        long micros = ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
        return new Range(micros - FARTHEST_ZONE, micros + FARTHEST_ZONE);
    }
}
