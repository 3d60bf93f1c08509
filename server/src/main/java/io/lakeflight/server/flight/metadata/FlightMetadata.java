package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.SchemaForm;
import java.util.function.BooleanSupplier;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Every metadata answer of a server.
 *
 * <p>Each method streams one whole answer and completes the listener; on a failure it throws and leaves the listener to
 * the caller. A method returns when the client has taken the answer or has gone. Safe for concurrent use.
 */
public final class FlightMetadata {
    private final Catalogs catalogs;
    private final BufferAllocator allocator;
    private final SqlInfoAnswer sqlInfo;
    private final SilentCatalogs silent = new SilentCatalogs();
    private final SchemaMessageCache messages = new SchemaMessageCache(schemaForm());

    /** @param allocator lent, not closed here; what one answer allocates is released when its method returns */
    public FlightMetadata(Catalogs catalogs, BufferAllocator allocator, String serverVersion) {
        this.catalogs = catalogs;
        this.allocator = allocator;
        this.sqlInfo = new SqlInfoAnswer(serverVersion);
    }

    /** How {@link #streamTables} tells the schema of a table. */
    public static SchemaForm schemaForm() {
        return new TableSchemaForm();
    }

    /** What {@link #streamTables} answers the request with. */
    public static Schema tablesSchema(CommandGetTables request) {
        return request.getIncludeSchema() ? Schemas.GET_TABLES_SCHEMA : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA;
    }

    public void streamCatalogs(ServerStreamListener listener) {
        try (MetadataRows rows = MetadataRows.open(Schemas.GET_CATALOGS_SCHEMA, allocator, listener)) {
            catalogs.catalogs().forEach(rows::add);
            rows.finish();
        }
    }

    public void streamSchemas(CommandGetDbSchemas request, ServerStreamListener listener) {
        try (MetadataRows rows = MetadataRows.open(Schemas.GET_SCHEMAS_SCHEMA, allocator, listener)) {
            new SchemasAnswer(catalogs, silent, request).writeTo(rows);
            rows.finish();
        }
    }

    public void streamTables(CommandGetTables request, ServerStreamListener listener) {
        TablesAnswer answer = new TablesAnswer(catalogs, silent, messages, request);
        Schema schema = tablesSchema(request);
        try (MetadataRows rows = answer.isOneBatch()
                ? MetadataRows.openOneBatch(schema, allocator, listener)
                : MetadataRows.open(schema, allocator, listener)) {
            answer.writeTo(rows);
            rows.finish();
        }
    }

    /**
     * Has the schemas of a catalog's tables known to later answers: those that it has kept all at once, and then the
     * columns themselves, one by one.
     *
     * @param most so many are read
     * @param goesOn asked before each
     * @return how many it is
     */
    public int readAhead(String catalog, int most, BooleanSupplier goesOn) {
        return all(catalog).readAhead(most, goesOn);
    }

    /**
     * As above, but without a look at files.
     *
     * @param most nothing is done in a catalog of more tables
     * @return whether all schemas of the catalog are known then
     */
    public boolean keptAhead(String catalog, int most, BooleanSupplier goesOn) {
        return all(catalog).keptAhead(most, goesOn);
    }

    private TablesAnswer all(String catalog) {
        CommandGetTables request = CommandGetTables.newBuilder()
                .setCatalog(catalog)
                .setIncludeSchema(true)
                .build();
        return new TablesAnswer(catalogs, silent, messages, request);
    }

    public void streamTableTypes(ServerStreamListener listener) {
        try (MetadataRows rows = MetadataRows.open(Schemas.GET_TABLE_TYPES_SCHEMA, allocator, listener)) {
            TablesAnswer.TYPES.forEach(rows::add);
            rows.finish();
        }
    }

    /** Always empty: Iceberg tables declare no keys. */
    public void streamPrimaryKeys(CommandGetPrimaryKeys request, ServerStreamListener listener) {
        streamNothing(Schemas.GET_PRIMARY_KEYS_SCHEMA, listener);
    }

    /** Always empty: Iceberg tables declare no keys. */
    public void streamImportedKeys(CommandGetImportedKeys request, ServerStreamListener listener) {
        streamNothing(Schemas.GET_IMPORTED_KEYS_SCHEMA, listener);
    }

    /** Always empty: Iceberg tables declare no keys. */
    public void streamExportedKeys(CommandGetExportedKeys request, ServerStreamListener listener) {
        streamNothing(Schemas.GET_EXPORTED_KEYS_SCHEMA, listener);
    }

    /** Always empty: Iceberg tables declare no keys. */
    public void streamCrossReference(CommandGetCrossReference request, ServerStreamListener listener) {
        streamNothing(Schemas.GET_CROSS_REFERENCE_SCHEMA, listener);
    }

    public void streamTypeInfo(CommandGetXdbcTypeInfo request, ServerStreamListener listener) {
        try (MetadataRows rows = MetadataRows.open(Schemas.GET_TYPE_INFO_SCHEMA, allocator, listener)) {
            TypeInfoAnswer.write(request, rows);
            rows.finish();
        }
    }

    /** All facts if the request names none; else the named ones that are known. */
    public void streamSqlInfo(CommandGetSqlInfo request, ServerStreamListener listener) {
        sqlInfo.send(request.getInfoList(), allocator, listener);
    }

    private void streamNothing(Schema schema, ServerStreamListener listener) {
        try (MetadataRows rows = MetadataRows.open(schema, allocator, listener)) {
            rows.finish();
        }
    }
}
