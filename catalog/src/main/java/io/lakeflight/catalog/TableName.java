package io.lakeflight.catalog;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** The full name of a table or view; a nested Iceberg namespace is one schema name, its levels joined by dots. */
public record TableName(String catalog, String schema, String table) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public TableName {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(table, "table");
    }

    /**
     * The name that a text means: its first part is the catalog, its last one the table; a schema may have several.
     *
     * @throws IllegalArgumentException if it has less than three parts
     */
    public static TableName parse(String text) {
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        if (first < 1 || last <= first + 1 || last == text.length() - 1) {
            throw new IllegalArgumentException("\"" + text + "\" names no table (expected: catalog.schema.table)");
        }
        return new TableName(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
    }

    public TableIdentifier identifier() {
        return TableIdentifier.of(namespace(schema), table);
    }

    /** {@code catalog.schema.table}, unquoted: for messages, not for SQL. */
    @Override
    public String toString() {
        return catalog + "." + schema + "." + table;
    }

    /** As a statement may name it: each part quoted that has to be. */
    public String sql() {
        return Stream.of(Stream.of(catalog), Arrays.stream(namespace(schema).levels()), Stream.of(table))
                .flatMap(parts -> parts)
                .map(TableName::quoted)
                .collect(Collectors.joining("."));
    }

    private static String quoted(String part) {
        return PLAIN.matcher(part).matches() ? part : "`" + part.replace("`", "``") + "`";
    }

    static Namespace namespace(String schema) {
        return Namespace.of(schema.split("\\.", -1));
    }

    static String schema(Namespace namespace) {
        return String.join(".", Arrays.asList(namespace.levels()));
    }
}
