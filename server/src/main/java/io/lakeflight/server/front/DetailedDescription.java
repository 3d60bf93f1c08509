package io.lakeflight.server.front;

import io.lakeflight.server.results.HeldRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Partitioning;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The rows of {@code DESCRIBE EXTENDED} for a table. */
final class DetailedDescription {
    /** Files of a larger table may be split, and Spark's count of rows then rounded for each part. */
    private static final long LARGEST = 16 << 20;

    private DetailedDescription() {}

    /** Empty if the table has something that only Spark knows how to print. */
    static Optional<List<Row>> of(String name, Table table) {
        Optional<List<Row>> columns = TableDescription.of(table);
        Optional<SparkProperties> properties = SparkProperties.of(table);
        Optional<String> partition = SparkTypeText.of(Partitioning.partitionType(table));
        Optional<Row> statistics = statistics(table);
        // Iceberg names the table without quotes.
        boolean isQuoted = name.indexOf('`') >= 0;
        if (columns.isEmpty() || properties.isEmpty() || partition.isEmpty() || statistics.isEmpty() || isQuoted) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>(columns.get());
        metadataColumns(rows, partition.get(), SparkProperties.formatVersion(table));
        rows.add(Row.of("", "", ""));
        rows.add(Row.of("# Detailed Table Information", "", ""));
        rows.add(Row.of("Name", name, ""));
        rows.add(Row.of("Type", "MANAGED", ""));
        properties.get().reserved().forEach((key, value) -> rows.add(Row.of(capitalized(key), value, "")));
        String shown = properties.get().shown().entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining(",", "[", "]"));
        rows.add(Row.of("Table Properties", shown, ""));
        rows.add(statistics.get());
        return Optional.of(rows);
    }

    private static void metadataColumns(List<Row> rows, String partition, int formatVersion) {
        rows.add(Row.of("", "", ""));
        rows.add(Row.of("# Metadata Columns", "", ""));
        rows.add(Row.of("_spec_id", "int", ""));
        rows.add(Row.of("_partition", partition, ""));
        rows.add(Row.of("_file", "string", ""));
        rows.add(Row.of("_pos", "bigint", ""));
        rows.add(Row.of("_deleted", "boolean", ""));
        if (formatVersion >= 3) {
            rows.add(Row.of("_row_id", "bigint", ""));
            rows.add(Row.of("_last_updated_sequence_number", "bigint", ""));
        }
    }

    private static String capitalized(String key) {
        return Character.toUpperCase(key.charAt(0)) + key.substring(1);
    }

    /** Spark's estimate: so many rows of so many bytes as their types have. */
    private static Optional<Row> statistics(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        long rows = 0;
        if (snapshot != null) {
            String counted = snapshot.summary().get("total-records");
            String size = snapshot.summary().get("total-files-size");
            boolean isExact = counted != null
                    && (table.spec().isPartitioned() || (size != null && Long.parseLong(size) <= LARGEST));
            if (!isExact) {
                return Optional.empty();
            }
            rows = Long.parseLong(counted);
        }
        long bytes = Math.multiplyExact(rows, defaultSize(table.schema().asStruct()));
        return Optional.of(Row.of("Statistics", "%d bytes, %d rows".formatted(bytes, rows), null));
    }

    private static long defaultSize(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> 1;
            case INTEGER, FLOAT, DATE -> 4;
            case LONG, DOUBLE, TIMESTAMP, TIMESTAMP_NANO, TIME -> 8;
            case DECIMAL -> ((Types.DecimalType) type).precision() <= 18 ? 8 : 16;
            case STRING, UUID -> 20;
            case BINARY, FIXED -> 100;
            case VARIANT, GEOMETRY, GEOGRAPHY -> 2048;
            case UNKNOWN -> 1;
            case LIST -> defaultSize(type.asListType().elementType());
            case MAP ->
                defaultSize(type.asMapType().keyType())
                        + defaultSize(type.asMapType().valueType());
            case STRUCT ->
                type.asStructType().fields().stream()
                        .mapToLong(field -> defaultSize(field.type()))
                        .sum();
        };
    }
}
