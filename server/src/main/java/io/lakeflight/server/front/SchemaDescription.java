package io.lakeflight.server.front;

import io.lakeflight.server.flight.metadata.SparkNames;
import io.lakeflight.server.front.SessionNames.Place;
import io.lakeflight.server.results.HeldRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rows of {@code DESCRIBE SCHEMA}. */
final class SchemaDescription {
    private static final List<String> RESERVED = List.of("comment", "collation", "location", "owner");

    private SchemaDescription() {}

    /** Empty if only Spark knows how to print a property; fails if there is no such schema. */
    static Optional<List<Row>> of(Place place, boolean extended) {
        Map<String, String> properties =
                place.catalog().call(() -> place.catalog().namespaces().loadNamespaceMetadata(place.namespace()));
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("Catalog Name", place.catalog().name()));
        rows.add(Row.of("Namespace Name", SparkNames.quoted(place.namespace())));
        TreeMap<String, String> others = new TreeMap<>(properties);
        for (String key : RESERVED) {
            String value = others.remove(key);
            if (value != null) {
                rows.add(Row.of(Character.toUpperCase(key.charAt(0)) + key.substring(1), value));
            }
        }
        if (!extended) {
            return Optional.of(rows);
        }
        if (others.entrySet().stream().anyMatch(SparkProperties::isSecret)) {
            return Optional.empty();
        }
        String shown = others.entrySet().stream()
                .map(property -> "(" + property.getKey() + "," + property.getValue() + ")")
                .collect(Collectors.joining(", "));
        rows.add(Row.of("Properties", others.isEmpty() ? "" : "(" + shown + ")"));
        return Optional.of(rows);
    }
}
