package io.lakeflight.server.front;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortField;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.jspecify.annotations.Nullable;

/**
 * A table's properties as Spark knows them: those it was given, and what Iceberg tells Spark of the table.
 *
 * @param reserved what has a clause or a row of its own, in Spark's order
 * @param shown all others
 */
record SparkProperties(Map<String, String> reserved, SortedMap<String, String> shown) {
    private static final Set<String> OF_ICEBERG = Set.of(
            "provider",
            "format",
            "current-snapshot-id",
            "location",
            "format-version",
            "sort-order",
            "identifier-fields");
    /** Spark blackens what looks like this, and has more ways to be told what does. */
    private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|access|key|url");

    private static final String OPTION = "option.";
    private static final Pattern PLAIN = Pattern.compile("\\w+");

    /** Empty if only Spark knows how to print one of them. */
    static Optional<SparkProperties> of(Table table) {
        Map<String, String> given = table.properties();
        Optional<String> order = order(table);
        Set<String> identifiers = table.schema().identifierFieldNames();
        boolean isPlain = order.isPresent()
                && identifiers.size() <= 1
                && given.entrySet().stream().allMatch(SparkProperties::isPlain)
                && table.schema().columns().stream().allMatch(column -> column.writeDefault() == null);
        if (!isPlain) {
            return Optional.empty();
        }
        TreeMap<String, String> shown = new TreeMap<>(given);
        shown.keySet().removeAll(OF_ICEBERG);
        Map<String, String> reserved = new LinkedHashMap<>();
        keep(reserved, "comment", shown.remove("comment"));
        keep(reserved, "location", table.location());
        keep(reserved, "provider", "iceberg");
        keep(reserved, "owner", shown.remove("owner"));
        keep(reserved, "table_type", "EXTERNAL");
        String format =
                given.getOrDefault(TableProperties.DEFAULT_FILE_FORMAT, TableProperties.DEFAULT_FILE_FORMAT_DEFAULT);
        shown.put("format", "iceberg/" + format);
        shown.put("format-version", Integer.toString(formatVersion(table)));
        shown.put(
                "current-snapshot-id",
                table.currentSnapshot() == null
                        ? "none"
                        : Long.toString(table.currentSnapshot().snapshotId()));
        if (!order.get().isEmpty()) {
            shown.put("sort-order", order.get());
        }
        if (!identifiers.isEmpty()) {
            shown.put("identifier-fields", "[" + String.join(",", identifiers) + "]");
        }
        return Optional.of(new SparkProperties(reserved, shown));
    }

    private static void keep(Map<String, String> properties, String key, @Nullable String value) {
        if (value != null) {
            properties.put(key, value);
        }
    }

    private static boolean isPlain(Map.Entry<String, String> property) {
        String key = property.getKey();
        return !isSecret(property)
                && !key.startsWith(OPTION)
                && !Set.of("collation", "external", "is_managed_location", "table_type")
                        .contains(key);
    }

    static boolean isSecret(Map.Entry<String, String> property) {
        return SECRET.matcher(property.getKey()).find()
                || SECRET.matcher(property.getValue()).find();
    }

    static int formatVersion(Table table) {
        return ((HasTableOperations) table).operations().current().formatVersion();
    }

    /** Empty text if there is none, empty if it is more than columns. */
    private static Optional<String> order(Table table) {
        Schema schema = table.schema();
        List<SortField> fields = table.sortOrder().fields();
        boolean plain = fields.stream()
                .allMatch(field -> field.transform().isIdentity()
                        && schema.asStruct().field(field.sourceId()) != null
                        && PLAIN.matcher(schema.findColumnName(field.sourceId()))
                                .matches());
        return plain
                ? Optional.of(fields.stream()
                        .map(field -> schema.findColumnName(field.sourceId()) + " " + field.direction()
                                + (field.nullOrder() == NullOrder.NULLS_FIRST ? " NULLS FIRST" : " NULLS LAST"))
                        .collect(Collectors.joining(", ")))
                : Optional.empty();
    }
}
