package io.lakeflight.catalog.statistics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * A column that files have statistics of.
 *
 * @param nested whether it is a field of a struct: then writers do not agree on what counts as a null
 */
record Column(int id, Type.PrimitiveType type, boolean nested) {
    /** Types whose bounds all writers and readers understand alike; by which order UUIDs are compared they do not agree. */
    private static final Set<TypeID> BOUNDED = EnumSet.of(
            TypeID.BOOLEAN,
            TypeID.INTEGER,
            TypeID.LONG,
            TypeID.FLOAT,
            TypeID.DOUBLE,
            TypeID.DATE,
            TypeID.TIME,
            TypeID.TIMESTAMP,
            TypeID.TIMESTAMP_NANO,
            TypeID.STRING,
            TypeID.FIXED,
            TypeID.BINARY,
            TypeID.DECIMAL);
    /** Types whose bounds are never cut short. */
    private static final Set<TypeID> WHOLE = EnumSet.of(
            TypeID.BOOLEAN,
            TypeID.INTEGER,
            TypeID.LONG,
            TypeID.FLOAT,
            TypeID.DOUBLE,
            TypeID.DATE,
            TypeID.TIME,
            TypeID.TIMESTAMP,
            TypeID.TIMESTAMP_NANO,
            TypeID.DECIMAL);

    /** The primitive columns, with those inside of structs. */
    static List<Column> of(Schema schema) {
        List<Column> columns = new ArrayList<>();
        schema.columns().forEach(field -> collect(field, false, columns));
        return columns;
    }

    private static void collect(Types.NestedField field, boolean nested, List<Column> columns) {
        if (field.type().isPrimitiveType()) {
            columns.add(new Column(field.fieldId(), field.type().asPrimitiveType(), nested));
        } else if (field.type().isStructType()) {
            field.type().asStructType().fields().forEach(inner -> collect(inner, true, columns));
        }
    }

    boolean isFloating() {
        return type.typeId() == TypeID.FLOAT || type.typeId() == TypeID.DOUBLE;
    }

    /** Whether a bound of this type is a value of the column, if the writer is one that tells the truth. */
    boolean hasWholeBounds() {
        return WHOLE.contains(type.typeId());
    }

    /** The bound as this column's type, which may be wider than the file's; null if it says nothing. */
    @Nullable
    Object bound(@Nullable ByteBuffer bytes) {
        if (bytes == null || !BOUNDED.contains(type.typeId()) || isOfDate(bytes)) {
            return null;
        }
        Object bound = decoded(bytes);
        if (bound != null && isFloating() && Double.isNaN(((Number) bound).doubleValue())) {
            // ORC's writers give this where a NaN came first: the other values may be anything.
            return null;
        }
        return bound instanceof CharSequence text ? text.toString() : bound;
    }

    /** A date may have become a timestamp: bounds of files that are older are days, which Iceberg takes for microseconds. */
    private boolean isOfDate(ByteBuffer bytes) {
        return (type.typeId() == TypeID.TIMESTAMP || type.typeId() == TypeID.TIMESTAMP_NANO)
                && bytes.remaining() < Long.BYTES;
    }

    private @Nullable Object decoded(ByteBuffer bytes) {
        try {
            return Conversions.fromByteBuffer(type, bytes);
        } catch (BufferUnderflowException | RuntimeIOException | IllegalArgumentException e) {
            // Bounds are written by anyone; one that is none of this type tells nothing.
            return null;
        }
    }

    /** Compares bounds as SQL compares values. */
    Comparator<Object> order() {
        if (!BOUNDED.contains(type.typeId())) {
            // There are none to compare.
            return Comparator.comparing(Object::toString);
        }
        return Comparators.forType(type);
    }
}
