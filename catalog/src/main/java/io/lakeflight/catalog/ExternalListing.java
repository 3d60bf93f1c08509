package io.lakeflight.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;

/** What there is in a catalog of somebody else, namespace by namespace as Iceberg's clients ask. */
record ExternalListing(LakeCatalog catalog) {
    /** All schemas, nested ones included, sorted. */
    List<String> schemas() {
        return namespaces().map(TableName::schema).sorted().toList();
    }

    private Stream<Namespace> namespaces() {
        return namespacesUnder(Namespace.empty());
    }

    private Stream<Namespace> namespacesUnder(Namespace parent) {
        try {
            return catalog.namespaces().listNamespaces(parent).stream()
                    .flatMap(child -> Stream.concat(Stream.of(child), namespacesUnder(child)));
        } catch (NoSuchNamespaceException e) {
            return Stream.empty();
        }
    }

    /** Tables and views by schema and name; a schema that is asked for by name is not looked for among all. */
    List<Relation> relations(RelationFilter filter) {
        Stream<Namespace> namespaces = filter.namespace()
                .or(() -> filter.schema().filter(schema -> !schema.isEmpty()).map(TableName::namespace))
                .map(Stream::of)
                .orElseGet(this::namespaces);
        return namespaces
                .filter(namespace -> filter.schemas().test(TableName.schema(namespace)))
                .flatMap(namespace -> relations(namespace).stream())
                .filter(relation -> filter.test(relation.name()))
                .sorted(Comparator.comparing(
                                (Relation relation) -> relation.name().schema())
                        .thenComparing(relation -> relation.name().table()))
                .toList();
    }

    private List<Relation> relations(Namespace namespace) {
        List<Relation> relations = new ArrayList<>();
        try {
            for (TableIdentifier table : catalog.tables().listTables(namespace)) {
                relations.add(new Relation(catalog.name(), table, TableType.TABLE, patience -> table(table, patience)));
            }
            for (TableIdentifier view : catalog.views().listViews(namespace)) {
                relations.add(new Relation(catalog.name(), view, TableType.VIEW, patience -> view(view, patience)));
            }
        } catch (NoSuchNamespaceException e) {
            return List.of();
        }
        return relations;
    }

    private Optional<RelationContent> table(TableIdentifier table, Duration patience) {
        return catalog.call(
                () -> {
                    try {
                        return Optional.of(new RelationContent(
                                catalog.tables().loadTable(table).schema(), Optional.empty()));
                    } catch (NoSuchTableException e) {
                        return Optional.empty();
                    }
                },
                patience);
    }

    private Optional<RelationContent> view(TableIdentifier name, Duration patience) {
        return catalog.call(
                () -> {
                    try {
                        View view = catalog.views().loadView(name);
                        return Optional.of(new RelationContent(
                                view.schema(),
                                Optional.ofNullable(view.sqlFor("spark")).map(SQLViewRepresentation::sql)));
                    } catch (NoSuchViewException e) {
                        return Optional.empty();
                    }
                },
                patience);
    }
}
