package io.lakeflight.engine.spark.fastlane.files;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * The columns that a scan reads among all of its table, and how much of a file they are.
 *
 * @param widths by the ids of all fields with values of their own, about how many bytes of a file one value takes
 * @param read ids of those that are read
 */
record ReadColumns(Map<Integer, Integer> widths, Set<Integer> read) {
    private static final int LONG = 8;
    private static final int LONG_DIGITS = 18;
    private static final int INTEGER = 4;
    private static final int INTEGER_DIGITS = 9;
    private static final int UUID = 16;
    /** Of texts, and whatever else has no width of its own. */
    private static final int TEXT = 20;

    ReadColumns {
        widths = Map.copyOf(widths);
        read = Set.copyOf(read);
    }

    static ReadColumns of(Schema schema, ParquetColumns columns) {
        Map<Integer, Integer> widths = new LinkedHashMap<>(widths(schema.asStruct()));
        Set<Integer> read = new HashSet<>();
        for (ParquetColumns.Column column : columns.columns()) {
            Map<Integer, Integer> leaves = widths(Types.StructType.of(column.field()));
            leaves.forEach(widths::putIfAbsent);
            read.addAll(leaves.keySet());
        }
        return new ReadColumns(widths, read);
    }

    private static Map<Integer, Integer> widths(Types.StructType struct) {
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        TypeUtil.indexById(struct).forEach((id, field) -> {
            if (!field.type().isNestedType()) {
                widths.put(id, width(field.type()));
            }
        });
        return widths;
    }

    private static int width(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> 1;
            case INTEGER, FLOAT, DATE -> INTEGER;
            case LONG, DOUBLE, TIME, TIMESTAMP, TIMESTAMP_NANO -> LONG;
            case DECIMAL -> decimal(((Types.DecimalType) type).precision());
            case UUID -> UUID;
            case FIXED -> ((Types.FixedType) type).length();
            default -> TEXT;
        };
    }

    private static int decimal(int precision) {
        if (precision <= INTEGER_DIGITS) {
            return INTEGER;
        }
        return precision <= LONG_DIGITS ? LONG : TypeUtil.decimalRequiredBytes(precision);
    }

    /**
     * How many bytes of a file they are, no more than it has. Columns without a size of their own share what those that have one leave, by
     * their widths.
     *
     * @param sizes of columns in the file, by their ids; empty if none is known
     */
    long bytes(DataFile file, Map<Integer, Long> sizes) {
        long known = read.stream().mapToLong(id -> sizes.getOrDefault(id, 0L)).sum();
        long rest = file.fileSizeInBytes()
                - sizes.values().stream().mapToLong(Long::longValue).sum();
        double all = width(id -> !sizes.containsKey(id));
        double wanted = width(id -> !sizes.containsKey(id) && read.contains(id));
        long shared = wanted == 0 ? 0 : (long) Math.ceil(Math.max(0, rest) * (wanted / all));
        return Math.min(file.fileSizeInBytes(), known + shared);
    }

    private double width(Predicate<Integer> which) {
        return widths.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
