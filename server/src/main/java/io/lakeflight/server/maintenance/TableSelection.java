package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.TableEntry;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which tables are meant. */
final class TableSelection {
    private final Catalogs catalogs;

    TableSelection(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** @throws IllegalArgumentException if there is no such table or catalog, or none is named */
    List<TableName> select(MaintenanceRequest request) {
        if (request.tables().isEmpty() && request.catalogs().isEmpty() && !request.all()) {
            throw new IllegalArgumentException("No table is named (expected: tables, catalogs, or all)");
        }
        Set<TableName> selected = new LinkedHashSet<>();
        request.tables().forEach(text -> selected.add(table(text)));
        request.catalogs().forEach(catalog -> selected.addAll(ofCatalog(catalog)));
        if (request.all()) {
            catalogs.catalogs().forEach(catalog -> selected.addAll(ofCatalog(catalog)));
        }
        return List.copyOf(selected);
    }

    /** The first part is the catalog, the last one the table; a schema may have several. */
    static TableName name(String text) {
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        if (first < 1 || last <= first + 1 || last == text.length() - 1) {
            throw new IllegalArgumentException("\"" + text + "\" names no table (expected: catalog.schema.table)");
        }
        return new TableName(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
    }

    private TableName table(String text) {
        TableName name = name(text);
        requireCatalog(name.catalog());
        if (tables(name.catalog(), name.schema()).contains(name)) {
            return name;
        }
        String near = catalogs.closestNames(name.table(), name.catalog(), name.schema()).stream()
                .map(TableName::toString)
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "There is no table " + name + (near.isEmpty() ? "" : " (did you mean " + near + "?)"));
    }

    List<TableName> ofCatalog(String catalog) {
        requireCatalog(catalog);
        List<TableName> all = new ArrayList<>();
        catalogs.schemas(catalog).forEach(schema -> all.addAll(tables(catalog, schema)));
        return all;
    }

    private List<TableName> tables(String catalog, String schema) {
        return catalogs.tables(catalog, schema).stream()
                .filter(entry -> entry.type() == TableType.TABLE)
                .map(TableEntry::name)
                .toList();
    }

    private void requireCatalog(String catalog) {
        if (catalogs.find(catalog).isEmpty()) {
            throw new IllegalArgumentException("There is no catalog " + catalog + " (expected: one of "
                    + String.join(", ", catalogs.catalogs()) + ")");
        }
    }
}
