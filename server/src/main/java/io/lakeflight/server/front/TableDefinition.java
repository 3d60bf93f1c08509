package io.lakeflight.server.front;

import io.lakeflight.server.flight.metadata.SparkNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** The text of {@code SHOW CREATE TABLE}. */
final class TableDefinition {
    private TableDefinition() {}

    /** Empty if the table has something that only Spark knows how to print. */
    static Optional<String> of(String name, Table table) {
        Optional<SparkProperties> properties = SparkProperties.of(table);
        Optional<List<String>> partitions = TableDescription.transforms(table);
        List<String> columns = new ArrayList<>();
        for (Types.NestedField column : table.schema().columns()) {
            type(column.type()).ifPresent(type -> columns.add(column(column, type)));
        }
        if (properties.isEmpty()
                || partitions.isEmpty()
                || columns.size() < table.schema().columns().size()) {
            return Optional.empty();
        }
        Map<String, String> reserved = properties.get().reserved();
        StringBuilder text = new StringBuilder("CREATE TABLE " + name + " " + list(columns));
        text.append("USING iceberg\n");
        if (!partitions.get().isEmpty()) {
            text.append("PARTITIONED BY (")
                    .append(String.join(", ", partitions.get()))
                    .append(")\n");
        }
        if (reserved.containsKey("comment")) {
            text.append("COMMENT ").append(quoted(reserved.get("comment"))).append('\n');
        }
        text.append("LOCATION ").append(quoted(reserved.get("location"))).append('\n');
        List<String> shown = properties.get().shown().entrySet().stream()
                .map(property -> quoted(property.getKey()) + " = " + quoted(property.getValue()))
                .toList();
        return Optional.of(text.append("TBLPROPERTIES ").append(list(shown)).toString());
    }

    private static String column(Types.NestedField column, String type) {
        return SparkNames.quoteIfNeeded(column.name())
                + " "
                + type
                + (column.isRequired() ? " NOT NULL" : "")
                + (column.doc() == null ? "" : " COMMENT " + quoted(column.doc()));
    }

    /** As in a statement, which is not as in a description; empty for what Spark prints in ways of its own. */
    private static Optional<String> type(Type type) {
        return switch (type.typeId()) {
            case LIST ->
                type.asListType().isElementOptional()
                        ? type(type.asListType().elementType()).map("ARRAY<%s>"::formatted)
                        : Optional.empty();
            case MAP ->
                type(type.asMapType().keyType())
                        .flatMap(key ->
                                type(type.asMapType().valueType()).map(value -> "MAP<" + key + ", " + value + ">"));
            case STRUCT -> struct(type.asStructType());
            default -> SparkTypeText.of(type).map(text -> text.toUpperCase(Locale.ROOT));
        };
    }

    private static Optional<String> struct(Types.StructType type) {
        boolean plain = type.fields().stream()
                .allMatch(field -> field.isOptional()
                        && field.doc() == null
                        && type(field.type()).isPresent());
        return plain
                ? Optional.of(type.fields().stream()
                        .map(field -> SparkNames.quoteIfNeeded(field.name()) + ": "
                                + type(field.type()).orElseThrow())
                        .collect(Collectors.joining(", ", "STRUCT<", ">")))
                : Optional.empty();
    }

    private static String quoted(@Nullable String text) {
        return "'" + String.valueOf(text).replace("'", "\\'") + "'";
    }

    private static String list(List<String> lines) {
        return lines.stream().collect(Collectors.joining(",\n  ", "(\n  ", ")\n"));
    }
}
