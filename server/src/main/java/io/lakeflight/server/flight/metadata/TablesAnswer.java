package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.TableEntry;
import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.TableType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
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

    private final Catalogs catalogs;
    private final CommandGetTables request;
    private final NamePattern schemaPattern;
    private final NamePattern tablePattern;

    TablesAnswer(Catalogs catalogs, CommandGetTables request) {
        this.catalogs = catalogs;
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
        CatalogFilter.forEach(
                catalogs,
                request.hasCatalog(),
                request.getCatalog(),
                (catalog, patience) -> catalogs.schemas(catalog, patience).stream()
                        .filter(schemaPattern::matches)
                        .flatMap(schema -> catalogs.tables(catalog, schema, patience).stream())
                        .filter(this::isWanted)
                        .forEach(table -> write(table, rows)));
    }

    private boolean isWanted(TableEntry table) {
        boolean typeMatches = request.getTableTypesCount() == 0
                || request.getTableTypesList().contains(table.type().name());
        return typeMatches && tablePattern.matches(table.name().table());
    }

    private void write(TableEntry table, MetadataRows rows) {
        TableName name = table.name();
        if (request.getIncludeSchema()) {
            // Absent: dropped since it was listed.
            schema(name)
                    .ifPresent(schema -> rows.add(
                            name.catalog(),
                            name.schema(),
                            name.table(),
                            table.type().name(),
                            message(schema)));
        } else {
            rows.add(name.catalog(), name.schema(), name.table(), table.type().name());
        }
    }

    private Optional<Schema> schema(TableName name) {
        try {
            return catalogs.loadSchema(name).map(schema -> ArrowFields.of(name, schema));
        } catch (RuntimeException e) {
            // One table whose metadata file is lost must not hide all others from a tool that lists the server.
            log.warn("Cannot read the schema of {}; listed without columns", name, e);
            return Optional.of(UNREADABLE);
        }
    }

    /** The schema as an encapsulated IPC message. */
    private static byte[] message(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
