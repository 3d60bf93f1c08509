package io.lakeflight.catalog;

import java.util.Arrays;
import java.util.Objects;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** The full name of a table or view; a nested Iceberg namespace is one schema name, its levels joined by dots. */
public record TableName(String catalog, String schema, String table) {
    public TableName {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(table, "table");
    }

    public TableIdentifier identifier() {
        return TableIdentifier.of(namespace(schema), table);
    }

    /** {@code catalog.schema.table}, unquoted: for messages, not for SQL. */
    @Override
    public String toString() {
        return catalog + "." + schema + "." + table;
    }

    static Namespace namespace(String schema) {
        return Namespace.of(schema.split("\\.", -1));
    }

    static String schema(Namespace namespace) {
        return String.join(".", Arrays.asList(namespace.levels()));
    }
}
