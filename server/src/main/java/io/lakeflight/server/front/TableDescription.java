package io.lakeflight.server.front;

import io.lakeflight.server.results.HeldRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/** The rows of {@code DESCRIBE} for a table: its columns, then how it is partitioned. */
final class TableDescription {
    private TableDescription() {}

    /** Empty if the table has something that only Spark knows how to print. */
    static Optional<List<Row>> of(Table table) {
        List<Row> rows = new ArrayList<>();
        for (Types.NestedField column : table.schema().columns()) {
            Optional<Row> row = row(column);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            rows.add(row.get());
        }
        return partitions(table).map(partitions -> {
            rows.addAll(partitions);
            return rows;
        });
    }

    private static Optional<Row> row(Types.NestedField column) {
        return SparkTypeText.of(column.type()).map(type -> Row.of(column.name(), type, column.doc()));
    }

    private static Optional<List<Row>> partitions(Table table) {
        PartitionSpec spec = table.spec();
        List<PartitionField> fields = spec.fields();
        if (fields.isEmpty()) {
            return Optional.of(List.of());
        }
        Schema schema = table.schema();
        if (fields.stream().anyMatch(field -> schema.asStruct().field(field.sourceId()) == null)) {
            return Optional.empty();
        }
        if (fields.stream().allMatch(field -> field.transform().isIdentity())) {
            return Optional.of(identities(schema, fields));
        }
        List<Row> rows = new ArrayList<>(List.of(Row.of("", "", ""), Row.of("# Partitioning", "", "")));
        for (int part = 0; part < fields.size(); part++) {
            Optional<String> transform = transform(schema, fields.get(part));
            if (transform.isEmpty()) {
                return Optional.empty();
            }
            rows.add(Row.of("Part " + part, transform.get(), ""));
        }
        return Optional.of(rows);
    }

    private static List<Row> identities(Schema schema, List<PartitionField> fields) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("# Partition Information", "", ""));
        rows.add(Row.of("# col_name", "data_type", "comment"));
        for (PartitionField field : fields) {
            Types.NestedField column = schema.findField(field.sourceId());
            String type = SparkTypeText.of(column.type()).orElseThrow();
            rows.add(Row.of(SparkNames.quoteIfNeeded(column.name()), type, column.doc()));
        }
        return rows;
    }

    private static Optional<String> transform(Schema schema, PartitionField field) {
        String column =
                SparkNames.quoteIfNeeded(schema.findField(field.sourceId()).name());
        String transform = field.transform().toString();
        return switch (transform) {
            case "identity" -> Optional.of(column);
            case "year", "month", "day", "hour" -> Optional.of(transform + "s(" + column + ")");
            default -> {
                int width = transform.indexOf('[');
                boolean known = transform.startsWith("bucket[") || transform.startsWith("truncate[");
                yield known
                        ? Optional.of("%s(%s, %s)"
                                .formatted(
                                        transform.substring(0, width),
                                        transform.substring(width + 1, transform.length() - 1),
                                        column))
                        : Optional.empty();
            }
        };
    }
}
