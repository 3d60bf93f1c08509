package io.lakeflight.server.front;

import io.lakeflight.server.flight.metadata.SparkNames;
import io.lakeflight.server.results.HeldRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.View;

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

    /** The columns of a view, of which Spark leaves no comment empty. */
    static Optional<List<Row>> of(View view) {
        List<Row> rows = view.schema().columns().stream()
                .flatMap(column -> SparkTypeText.of(column.type()).stream()
                        .map(type -> Row.of(column.name(), type, column.doc() == null ? "" : column.doc())))
                .toList();
        return rows.size() == view.schema().columns().size() ? Optional.of(rows) : Optional.empty();
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
        return transforms(table).map(transforms -> {
            List<Row> rows = new ArrayList<>(List.of(Row.of("", "", ""), Row.of("# Partitioning", "", "")));
            transforms.forEach(transform -> rows.add(Row.of("Part " + (rows.size() - 2), transform, "")));
            return rows;
        });
    }

    /** How the table is partitioned, in the words of {@code PARTITIONED BY}; empty if only Spark has some. */
    static Optional<List<String>> transforms(Table table) {
        List<PartitionField> fields = table.spec().fields();
        List<String> transforms = fields.stream()
                .filter(field -> table.schema().asStruct().field(field.sourceId()) != null)
                .flatMap(field -> transform(table.schema(), field).stream())
                .toList();
        return transforms.size() == fields.size() ? Optional.of(transforms) : Optional.empty();
    }

    /** The rows of {@code DESCRIBE} for a column; empty if there is none at the top. */
    static Optional<List<Row>> ofColumn(Table table, List<String> name) {
        Types.NestedField column = name.size() == 1
                ? table.schema().caseInsensitiveFindField(SparkNames.quoteIfNeeded(name.get(0)))
                : null;
        return Optional.ofNullable(column)
                .filter(found -> !found.type().isNestedType())
                .flatMap(found -> SparkTypeText.of(found.type())
                        .map(type -> List.of(
                                Row.of("col_name", name.get(0)),
                                Row.of("data_type", type),
                                Row.of("comment", found.doc() == null ? "NULL" : found.doc()))));
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
