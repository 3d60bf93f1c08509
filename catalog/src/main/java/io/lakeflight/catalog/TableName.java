package io.lakeflight.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The full name of a table or view.
 *
 * @param levels of its namespace, any of which may have a dot in it
 */
public record TableName(String catalog, List<String> levels, String table) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public TableName {
        Objects.requireNonNull(catalog, "catalog");
        levels = List.copyOf(levels);
        Objects.requireNonNull(table, "table");
    }

    /** @param schema one name; what its dots part are levels */
    public TableName(String catalog, String schema, String table) {
        this(catalog, levels(schema), table);
    }

    public static TableName of(String catalog, TableIdentifier identifier) {
        return new TableName(catalog, Arrays.asList(identifier.namespace().levels()), identifier.name());
    }

    /**
     * The name that a text means: its first part is the catalog, its last one the table; those between are the levels of
     * the schema. A part with a dot in it is quoted as in SQL.
     *
     * @throws IllegalArgumentException if it has less than three parts, or one is not quoted well
     */
    public static TableName parse(String text) {
        List<String> parts = NameText.parts(text).orElse(List.of());
        int last = parts.size() - 1;
        if (last < 2) {
            throw new IllegalArgumentException("\"" + text
                    + "\" names no table (expected: catalog.schema.table; a part with a dot in backticks or"
                    + " double quotes)");
        }
        return new TableName(parts.get(0), parts.subList(1, last), parts.get(last));
    }

    /** The namespace as one schema name, its levels joined by dots: two namespaces may have the same. */
    public String schema() {
        return String.join(".", levels);
    }

    public TableIdentifier identifier() {
        return TableIdentifier.of(namespace(), table);
    }

    Namespace namespace() {
        return Namespace.of(levels.toArray(String[]::new));
    }

    /** As {@link #parse} reads it, quoted only where that needs it: for messages, not for SQL. */
    @Override
    public String toString() {
        return joined(NameText::written);
    }

    /** As a statement may name it: each part quoted that has to be. */
    public String sql() {
        return joined(part -> PLAIN.matcher(part).matches() ? part : NameText.quoted(part));
    }

    private String joined(UnaryOperator<String> written) {
        return Stream.of(Stream.of(catalog), levels.stream(), Stream.of(table))
                .flatMap(parts -> parts)
                .map(written)
                .collect(Collectors.joining("."));
    }

    static Namespace namespace(String schema) {
        return Namespace.of(levels(schema).toArray(String[]::new));
    }

    private static List<String> levels(String schema) {
        return Arrays.asList(schema.split("\\.", -1));
    }

    static String schema(Namespace namespace) {
        return String.join(".", Arrays.asList(namespace.levels()));
    }
}
