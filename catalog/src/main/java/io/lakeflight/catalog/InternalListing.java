package io.lakeflight.catalog;

import io.lakeflight.catalog.PointerStore.Pointer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewRepresentation;

/** What there is in an {@link InternalCatalog}: one query of its database for all names, and then its metadata files. */
record InternalListing(InternalCatalog catalog) {
    /** Every schema, and every schema that one of these is nested in, sorted. */
    List<String> schemas() {
        TreeSet<String> schemas = new TreeSet<>();
        for (Namespace namespace : catalog.pointers().namespaces()) {
            for (int levels = 1; levels <= namespace.length(); levels++) {
                schemas.add(TableName.schema(Namespace.of(Arrays.copyOf(namespace.levels(), levels))));
            }
        }
        return List.copyOf(schemas);
    }

    /** Tables and views by schema and name. */
    List<Relation> relations(RelationFilter filter) {
        return catalog.pointers().list(filter.schema(), filter.table()).stream()
                .map(this::relation)
                .filter(relation -> filter.test(relation.name()))
                .sorted(Comparator.comparing(
                                (Relation relation) -> relation.name().schema())
                        .thenComparing(relation -> relation.name().table()))
                .toList();
    }

    private Relation relation(Pointer pointer) {
        TableName name = new TableName(
                catalog.name(),
                TableName.schema(pointer.name().namespace()),
                pointer.name().name());
        MetadataFiles files = catalog.metadata();
        return pointer.isView()
                ? new Relation(name, TableType.VIEW, () -> content(pointer, () -> view(files.view(pointer.location()))))
                : new Relation(
                        name, TableType.TABLE, () -> content(pointer, () -> table(files.table(pointer.location()))));
    }

    /** A file that is gone may have been that of a table which was dropped meanwhile. */
    private Optional<RelationContent> content(Pointer pointer, Supplier<RelationContent> read) {
        try {
            return Optional.of(read.get());
        } catch (NotFoundException e) {
            boolean remains = catalog
                    .pointers()
                    .list(
                            Optional.of(TableName.schema(pointer.name().namespace())),
                            Optional.of(pointer.name().name()))
                    .stream()
                    .anyMatch(pointer::equals);
            if (remains) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static RelationContent table(TableMetadata table) {
        return new RelationContent(table.schema(), Optional.empty());
    }

    private static RelationContent view(ViewMetadata view) {
        List<SQLViewRepresentation> texts = view.currentVersion().representations().stream()
                .filter(SQLViewRepresentation.class::isInstance)
                .map((ViewRepresentation representation) -> (SQLViewRepresentation) representation)
                .toList();
        Optional<SQLViewRepresentation> spark = texts.stream()
                .filter(text -> text.dialect().equalsIgnoreCase("spark"))
                .findFirst();
        return new RelationContent(
                view.schema(), spark.or(() -> texts.stream().findFirst()).map(SQLViewRepresentation::sql));
    }
}
