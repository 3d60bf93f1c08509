package io.lakeflight.catalog;

import io.lakeflight.catalog.PointerStore.Pointer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
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
        TableType type = pointer.isView() ? TableType.VIEW : TableType.TABLE;
        return new Relation(catalog.name(), pointer.name(), type, new Listed(pointer));
    }

    /**
     * The forms of the schemas of some of these relations that are kept in the database, in their order; absent where
     * none is, or one of another metadata file.
     */
    List<Optional<byte[]>> keptForms(List<Relation> relations) {
        Map<TableIdentifier, String> locations = new HashMap<>();
        for (Relation relation : relations) {
            relation.file().ifPresent(file -> locations.put(StoredName.of(relation.identifier()), file.location()));
        }
        Map<TableIdentifier, byte[]> kept = locations.isEmpty()
                ? Map.of()
                : catalog.forms().map(forms -> forms.find(locations)).orElseGet(Map::of);
        return relations.stream()
                .map(relation -> Optional.ofNullable(kept.get(StoredName.of(relation.identifier()))))
                .toList();
    }

    /** A table or view at one of its metadata files. */
    private final class Listed implements Relation.Source {
        private final Pointer pointer;

        private Listed(Pointer pointer) {
            this.pointer = pointer;
        }

        @Override
        public Optional<RelationContent> content(Duration patience) {
            // What is kept costs no call.
            Optional<RelationContent> known = known();
            return known.isPresent() ? known : owner.call(() -> read(pointer), patience);
        }

        @Override
        public Optional<RelationContent> known() {
            return pointer.isView()
                    ? catalog.metadata().knownView(pointer.location()).map(InternalListing::view)
                    : catalog.metadata().knownSchema(pointer.location()).map(InternalListing::table);
        }

        @Override
        public Optional<MetadataCache.File> file() {
            return Optional.of(catalog.metadata().file(pointer.location()));
        }

        @Override
        public void keep(byte[] form) {
            catalog.forms()
                    .ifPresent(forms ->
                            forms.made(StoredName.of(pointer.name()), pointer.isView(), pointer.location(), form));
        }
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
