package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationFilter;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.jspecify.annotations.Nullable;

/** The tables and views that match a request, by catalog, schema and name. */
final class TablesAnswer {
    /** The table types there are, sorted. */
    static final List<String> TYPES =
            Arrays.stream(TableType.values()).map(Enum::name).sorted().toList();

    /** Of so many tables the schemas are held at once. */
    private static final int CHUNK = 256;

    private static final Duration READ_AHEAD = Duration.ofSeconds(10);

    private final Catalogs catalogs;
    private final SilentCatalogs silent;
    private final ListedSchemas schemas;
    private final CommandGetTables request;
    private final NamePattern schemaPattern;
    private final NamePattern tablePattern;

    TablesAnswer(Catalogs catalogs, SilentCatalogs silent, SchemaMessageCache messages, CommandGetTables request) {
        this.catalogs = catalogs;
        this.silent = silent;
        this.schemas = new ListedSchemas(catalogs, messages, request.hasCatalog());
        this.request = request;
        this.schemaPattern = request.hasDbSchemaFilterPattern()
                ? NamePattern.of(request.getDbSchemaFilterPattern())
                : NamePattern.any();
        this.tablePattern = request.hasTableNameFilterPattern()
                ? NamePattern.of(request.getTableNameFilterPattern())
                : NamePattern.any();
    }

    /** Whether one table is asked for: ADBC passes its name as the pattern and reads the first batch only. */
    boolean isOneBatch() {
        return tablePattern.isName();
    }

    void writeTo(MetadataRows rows) {
        new CatalogFilter(catalogs, silent)
                .forEach(request.hasCatalog(), request.getCatalog(), this::list, listing -> write(listing, rows));
    }

    /**
     * What there is in one catalog.
     *
     * @param messages the schemas of the first relations, if schemas are wanted
     */
    private record Listing(
            String catalog, List<Relation> relations, List<Optional<byte[]>> messages, Patience patience) {}

    private Listing list(String catalog, Patience patience) {
        List<Relation> relations = relations(catalog, patience);
        List<Optional<byte[]>> first =
                request.getIncludeSchema() ? schemas.of(catalog, chunk(relations, 0), patience) : List.of();
        return new Listing(catalog, relations, first, patience);
    }

    /** Has the schemas that the named catalog has kept known to later answers; returns whether these are all there are. */
    boolean keptAhead(int most, BooleanSupplier goesOn) {
        List<Relation> all = relations(request.getCatalog(), new Patience(READ_AHEAD));
        return all.size() <= most && schemas.keptAhead(request.getCatalog(), all, goesOn) == all.size();
    }

    /** Has the schemas of the named catalog's first relations known to later answers; returns how many were read. */
    int readAhead(int most, BooleanSupplier goesOn) {
        List<Relation> all = relations(request.getCatalog(), new Patience(READ_AHEAD));
        return schemas.readAhead(request.getCatalog(), all.subList(0, Math.min(most, all.size())), goesOn);
    }

    private List<Relation> relations(String catalog, Patience patience) {
        RelationFilter filter =
                RelationFilter.matching(schemaPattern::matches, tablePattern.shape(), tablePattern::matches);
        return patience.spend(deadline -> catalogs.relations(catalog, filter, deadline.left())).stream()
                .filter(this::isWanted)
                .toList();
    }

    private boolean isWanted(Relation relation) {
        return request.getTableTypesCount() == 0
                || request.getTableTypesList().contains(relation.type().name());
    }

    private void write(Listing listing, MetadataRows rows) {
        if (!request.getIncludeSchema()) {
            listing.relations.forEach(relation -> rows.add(columns(relation)));
            return;
        }
        List<Optional<byte[]>> read = listing.messages;
        for (int from = 0; from < listing.relations.size(); from += CHUNK) {
            List<Relation> chunk = chunk(listing.relations, from);
            if (from > 0) {
                read = schemas.of(listing.catalog, chunk, listing.patience);
            }
            for (int index = 0; index < read.size(); index++) {
                Relation relation = chunk.get(index);
                // Absent: dropped since it was listed.
                read.get(index).ifPresent(message -> rows.add(columns(relation, message)));
            }
        }
    }

    private static List<Relation> chunk(List<Relation> relations, int from) {
        return relations.subList(from, Math.min(from + CHUNK, relations.size()));
    }

    private static @Nullable Object[] columns(Relation relation, Object... more) {
        TableName name = relation.name();
        return Stream.concat(
                        Stream.of(
                                name.catalog(),
                                name.schema(),
                                name.table(),
                                relation.type().name()),
                        Stream.of(more))
                .toArray();
    }
}
