package io.lakeflight.server.front;

import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationContent;
import io.lakeflight.catalog.TableName;
import io.lakeflight.server.flight.metadata.NumericExtent;
import io.lakeflight.server.flight.metadata.SparkTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** The rows of {@code information_schema.columns} for one table or view. */
final class ColumnRows {
    private ColumnRows() {}

    static List<@Nullable Object[]> of(Relation relation, RelationContent content) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Types.NestedField column : content.schema().columns()) {
            rows.add(row(relation.name(), column, rows.size() + 1));
        }
        return rows;
    }

    private static @Nullable Object[] row(TableName table, Types.NestedField column, int position) {
        Optional<NumericExtent> number = NumericExtent.of(column.type()).filter(extent -> isNumber(column.type()));
        return new @Nullable Object[] {
            table.catalog(),
            table.schema(),
            table.table(),
            column.name(),
            position,
            defaultText(column),
            column.isOptional() ? "YES" : "NO",
            SparkTypeName.full(column.type()),
            null,
            number.map(NumericExtent::precision).orElse(null),
            number.isPresent() ? 10 : null,
            number.map(NumericExtent::scale).orElse(null),
            fraction(column.type()),
            column.doc()
        };
    }

    private static boolean isNumber(Type type) {
        return switch (type.typeId()) {
            case INTEGER, LONG, FLOAT, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    /** How many digits of a second are told. */
    private static @Nullable Integer fraction(Type type) {
        return switch (type.typeId()) {
            case DATE -> 0;
            case TIME, TIMESTAMP -> 6;
            case TIMESTAMP_NANO -> 9;
            default -> null;
        };
    }

    /** The value a new row has where none is given, as a literal of SQL. */
    private static @Nullable String defaultText(Types.NestedField column) {
        Object value = column.writeDefault();
        if (value == null) {
            return null;
        }
        Type type = column.type();
        String text = Transforms.identity().toHumanString(type, value);
        return switch (type.typeId()) {
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, DECIMAL -> text;
            case DATE, TIME, TIMESTAMP, TIMESTAMP_NANO -> SparkTypeName.full(type) + " '" + text + "'";
            default -> "'" + text.replace("'", "''") + "'";
        };
    }
}
