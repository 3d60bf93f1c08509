package io.lakeflight.catalog;

import io.lakeflight.catalog.PointerStore.Pointer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewRepresentation;

/**
 * What there is in an {@link InternalCatalog}: one query of its database for all names, and then its metadata files.
 *
 * @param owner whose calls reads of files are: they may be in a store that is slow or down
 */
record InternalListing(LakeCatalog owner, InternalCatalog catalog) {
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
        return catalog.pointers().list(filter.schema(), filter.table(), filter.alike()).stream()
                .map(this::relation)
                .filter(relation -> filter.test(relation.name()))
                .sorted(Comparator.comparing(
                                (Relation relation) -> relation.name().schema())
                        .thenComparing(relation -> relation.name().table()))
                .toList();
    }

    private Relation relation(Pointer pointer) {
        return new Relation(
                catalog.name(),
                pointer.name(),
                pointer.isView() ? TableType.VIEW : TableType.TABLE,
                patience -> content(pointer, patience));
    }

    private Optional<RelationContent> content(Pointer pointer, Duration patience) {
        Optional<RelationContent> known = known(pointer);
        return known.isPresent() ? known : owner.call(() -> read(pointer), patience);
    }

    /** What is kept costs no call. */
    private Optional<RelationContent> known(Pointer pointer) {
        return pointer.isView()
                ? catalog.metadata().knownView(pointer.location()).map(InternalListing::view)
                : catalog.metadata().knownSchema(pointer.location()).map(InternalListing::table);
    }

    /** A file that is gone may have been that of a table which was dropped meanwhile. */
    private Optional<RelationContent> read(Pointer pointer) {
        try {
            return Optional.of(
                    pointer.isView()
                            ? view(catalog.metadata().view(pointer.location()))
                            : table(catalog.metadata().schema(pointer.location())));
        } catch (NotFoundException e) {
            if (isCurrent(pointer)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private boolean isCurrent(Pointer pointer) {
        return catalog
                .pointers()
                .list(
                        Optional.of(TableName.schema(pointer.name().namespace())),
                        Optional.of(pointer.name().name()))
                .stream()
                .anyMatch(pointer::equals);
    }

    private static RelationContent table(Schema schema) {
        return new RelationContent(schema, Optional.empty());
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
