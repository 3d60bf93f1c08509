package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.RelationFilter;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables and views that match a request, by catalog, schema and name. */
final class TablesAnswer {
    /** The table types there are, sorted. */
    static final List<String> TYPES =
            Arrays.stream(TableType.values()).map(Enum::name).sorted().toList();

    private static final Logger log = LoggerFactory.getLogger(TablesAnswer.class);
    private static final Schema UNREADABLE = new Schema(List.of());

    /** Of so many tables the schemas are held at once. */
    private static final int CHUNK = 256;

    private final Catalogs catalogs;
    private final SchemaMessageCache messages;
    private final CommandGetTables request;
    private final NamePattern schemaPattern;
    private final NamePattern tablePattern;

    TablesAnswer(Catalogs catalogs, SchemaMessageCache messages, CommandGetTables request) {
        this.catalogs = catalogs;
        this.messages = messages;
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
        CatalogFilter.forEach(catalogs, request.hasCatalog(), request.getCatalog(), (catalog, patience) -> {
            RelationFilter filter = RelationFilter.matching(schemaPattern::matches, tablePattern::matches);
            long start = System.nanoTime();
            List<Relation> relations = catalogs.relations(catalog, filter, patience).stream()
                    .filter(this::isWanted)
                    .toList();
            if (request.getIncludeSchema()) {
                writeWithSchemas(catalog, relations, () -> System.nanoTime() - start < patience.toNanos(), rows);
            } else {
                relations.forEach(relation -> write(relation, rows));
            }
        });
    }

    private boolean isWanted(Relation relation) {
        return request.getTableTypesCount() == 0
                || request.getTableTypesList().contains(relation.type().name());
    }

    private static void write(Relation relation, MetadataRows rows) {
        TableName name = relation.name();
        rows.add(name.catalog(), name.schema(), name.table(), relation.type().name());
    }

    /** Reads some schemas at a time; those that do not come in time are left out, and their tables listed. */
    private void writeWithSchemas(String catalog, List<Relation> relations, BooleanSupplier inTime, MetadataRows rows) {
        for (int from = 0; from < relations.size(); from += CHUNK) {
            List<Relation> chunk = relations.subList(from, Math.min(from + CHUNK, relations.size()));
            List<Optional<byte[]>> read = catalogs.readAll(catalog, chunk, relation -> message(relation, inTime));
            for (int index = 0; index < read.size(); index++) {
                Relation relation = chunk.get(index);
                TableName name = relation.name();
                // Absent: dropped since it was listed.
                read.get(index)
                        .ifPresent(message -> rows.add(
                                name.catalog(),
                                name.schema(),
                                name.table(),
                                relation.type().name(),
                                message));
            }
        }
    }

    private Optional<byte[]> message(Relation relation, BooleanSupplier inTime) {
        if (!inTime.getAsBoolean()) {
            return Optional.of(SchemaMessageCache.message(UNREADABLE));
        }
        try {
            return relation.content().map(content -> messages.of(relation.name(), content.schema()));
        } catch (RuntimeException e) {
            // One table whose metadata file is lost must not hide all others from a tool that lists the server.
            log.warn("Cannot read the schema of {}; listed without columns", relation.name(), e);
            return Optional.of(SchemaMessageCache.message(UNREADABLE));
        }
    }
}
