package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationFilter;
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

    /**
     * What a request is for.
     *
     * @param leftOut why catalogs cannot be asked for their tables, where all are meant
     */
    record Selected(List<TableName> tables, List<String> leftOut) {
        Selected {
            tables = List.copyOf(tables);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Finds the tables.
     *
     * @throws IllegalArgumentException if there is no such table or catalog, or none is named
     * @throws CatalogUnavailableException if a catalog that is named does not answer
     */
    Selected select(MaintenanceRequest request) {
        if (request.tables().isEmpty() && request.catalogs().isEmpty() && !request.all()) {
            throw new IllegalArgumentException("No table is named (expected: tables, catalogs, or all)");
        }
        Set<TableName> selected = new LinkedHashSet<>();
        request.tables().forEach(text -> selected.add(table(text)));
        request.catalogs().forEach(catalog -> selected.addAll(ofCatalog(catalog)));
        List<String> leftOut = new ArrayList<>();
        if (request.all()) {
            for (String catalog : catalogs.catalogs()) {
                try {
                    selected.addAll(ofCatalog(catalog));
                } catch (CatalogUnavailableException e) {
                    leftOut.add(e.getMessage());
                }
            }
        }
        return new Selected(List.copyOf(selected), leftOut);
    }

    private TableName table(String text) {
        TableName name = TableName.parse(text);
        requireCatalog(name.catalog());
        List<Relation> found = catalogs.relations(name.catalog(), RelationFilter.of(name));
        if (!found.isEmpty()) {
            if (found.get(0).type() == TableType.VIEW) {
                throw new IllegalArgumentException(name + " is a view, of which there is nothing to maintain");
            }
            return name;
        }
        throw new IllegalArgumentException("There is no table " + name + hint(name));
    }

    private String hint(TableName name) {
        List<TableName> same = unquoted(name);
        List<TableName> near =
                same.isEmpty() ? catalogs.closestNames(name.table(), name.catalog(), name.schema()) : same;
        return near.isEmpty()
                ? ""
                : near.stream().map(TableName::toString).collect(Collectors.joining(", ", " (did you mean ", "?)"));
    }

    /** Tables of ours that are written like this one but for their quotes. */
    private List<TableName> unquoted(TableName name) {
        boolean listsAll = catalogs.find(name.catalog())
                .filter(catalog -> catalog.definition().type() == CatalogType.INTERNAL)
                .isPresent();
        return !listsAll
                ? List.of()
                : ofCatalog(name.catalog()).stream()
                        .filter(other -> unquotedText(other).equals(unquotedText(name)))
                        .toList();
    }

    private static String unquotedText(TableName name) {
        return name.schema() + "." + name.table();
    }

    List<TableName> ofCatalog(String catalog) {
        requireCatalog(catalog);
        return catalogs.relations(catalog, RelationFilter.ALL).stream()
                .filter(relation -> relation.type() == TableType.TABLE)
                .map(Relation::name)
                .toList();
    }

    private void requireCatalog(String catalog) {
        if (catalogs.find(catalog).isEmpty()) {
            throw new IllegalArgumentException("There is no catalog " + catalog + " (expected: one of "
                    + String.join(", ", catalogs.catalogs()) + ")");
        }
    }
}
