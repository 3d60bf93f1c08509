package io.lakeflight.server.front;

import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationContent;
import io.lakeflight.catalog.RelationFilter;
import io.lakeflight.catalog.TableType;
import io.lakeflight.catalog.UnreadableTableException;
import io.lakeflight.planner.information.InformationRequest;
import io.lakeflight.planner.information.InformationSource;
import io.lakeflight.planner.information.InformationTable;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of {@code information_schema}, read from the catalogs when they are asked for. */
final class InformationTables implements InformationSource {
    private static final Logger log = LoggerFactory.getLogger(InformationTables.class);
    /** Of so many tables the columns are held at once. */
    private static final int CHUNK = 256;

    private final Catalogs catalogs;

    InformationTables(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    @Override
    public Iterable<@Nullable Object[]> rows(InformationRequest request) {
        if (request.table() == InformationTable.SCHEMATA) {
            return catalogs.schemas(request.catalog()).stream()
                    .filter(request.schemas()::test)
                    .map(schema -> new @Nullable Object[] {request.catalog(), schema})
                    .toList();
        }
        List<Relation> relations = catalogs.relations(request.catalog(), filter(request));
        return switch (request.table()) {
            case TABLES -> relations.stream().map(InformationTables::table).toList();
            case COLUMNS -> contents(relations, ColumnRows::of);
            case VIEWS ->
                contents(
                        relations.stream()
                                .filter(relation -> relation.type() == TableType.VIEW)
                                .toList(),
                        InformationTables::view);
            case SCHEMATA -> throw new AssertionError("Schemas are no relations");
        };
    }

    private static RelationFilter filter(InformationRequest request) {
        return new RelationFilter(
                request.schemas().single(), request.tables().single(), request.schemas()::test, request.tables()::test);
    }

    private static @Nullable Object[] table(Relation relation) {
        return new @Nullable Object[] {
            relation.name().catalog(),
            relation.name().schema(),
            relation.name().table(),
            relation.type() == TableType.VIEW ? "VIEW" : "BASE TABLE"
        };
    }

    private static List<@Nullable Object[]> view(Relation relation, RelationContent content) {
        @Nullable
        Object[] row = {
            relation.name().catalog(),
            relation.name().schema(),
            relation.name().table(),
            content.definition().orElse(null),
            "NONE",
            "NO"
        };
        return List.<@Nullable Object[]>of(row);
    }

    /** The rows of each relation, a chunk of them read at a time while the rows are taken. */
    private Iterable<@Nullable Object[]> contents(
            List<Relation> relations, BiFunction<Relation, RelationContent, List<@Nullable Object[]>> rows) {
        boolean isOnly = relations.size() == 1;
        return () -> {
            Stream<@Nullable Object[]> all = Stream.iterate(0, from -> from < relations.size(), from -> from + CHUNK)
                    .flatMap(from ->
                            chunk(relations.subList(from, Math.min(from + CHUNK, relations.size())), rows, isOnly)
                                    .stream())
                    .flatMap(List::stream);
            Iterator<@Nullable Object[]> iterator = all.iterator();
            return iterator;
        };
    }

    private List<List<@Nullable Object[]>> chunk(
            List<Relation> relations,
            BiFunction<Relation, RelationContent, List<@Nullable Object[]>> rows,
            boolean isOnly) {
        return catalogs.readAll(relations.get(0).name().catalog(), relations, relation -> content(relation, isOnly)
                .map(content -> rows.apply(relation, content))
                .orElse(List.of()));
    }

    private static Optional<RelationContent> content(Relation relation, boolean isOnly) {
        try {
            return relation.content();
        } catch (CatalogUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            if (isOnly) {
                String reason = e instanceof UnreadableTableException ? ": " + e.getMessage() : "";
                throw new QueryException(
                        ErrorCode.STORAGE_FAILED, "The metadata of " + relation.name() + " cannot be read" + reason, e);
            }
            // One table whose metadata file is lost must not hide all others.
            log.warn("Cannot read the metadata of {}; it is left out", relation.name(), e);
            return Optional.empty();
        }
    }
}
