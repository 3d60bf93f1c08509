package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.protocol.CurrentTable;
import io.lakeflight.engine.protocol.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Identifier;

/**
 * What the server has told of a statement's tables.
 *
 * @param metadata where it is of each, when the statement was sent
 * @param catalogVersions of the catalogs' definitions, by their names
 */
record ToldTables(Map<TableReference, String> metadata, Map<String, String> catalogVersions) {
    ToldTables {
        metadata = Map.copyOf(metadata);
        catalogVersions = Map.copyOf(catalogVersions);
    }

    static ToldTables of(Statement statement) {
        Map<TableReference, String> metadata = new HashMap<>();
        for (CurrentTable table : statement.getTablesList()) {
            String[] namespace = table.getName().getNamespaceList().toArray(String[]::new);
            Identifier name = Identifier.of(namespace, table.getName().getName());
            metadata.put(new TableReference(table.getName().getCatalog(), name), table.getMetadata());
        }
        return new ToldTables(metadata, statement.getCatalogsMap());
    }

    /** Empty of a table that is to be asked for. */
    Optional<String> metadata(TableReference table) {
        return catalogVersions.containsKey(table.catalog())
                ? Optional.ofNullable(metadata.get(table))
                : Optional.empty();
    }

    String catalogVersion(String catalog) {
        return catalogVersions.getOrDefault(catalog, "");
    }
}
