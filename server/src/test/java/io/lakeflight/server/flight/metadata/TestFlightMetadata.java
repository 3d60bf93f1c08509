package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFlightMetadata {
    private static final org.apache.iceberg.Schema COLUMNS = new org.apache.iceberg.Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "price", Types.DecimalType.of(10, 2), "net"));

    @TempDir
    Path home;

    private final TestingListener answer = new TestingListener();
    private RootAllocator allocator;
    private Catalogs catalogs;
    private LakeCatalog lake;
    private FlightMetadata metadata;

    @BeforeEach
    void open() {
        allocator = new RootAllocator();
        lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        metadata = new FlightMetadata(catalogs, allocator, "1.2.3");
        lake.namespaces().createNamespace(Namespace.of("sales"));
        lake.namespaces().createNamespace(Namespace.of("sales", "eu"));
        lake.tables().createTable(TableIdentifier.of("sales", "orders"), COLUMNS);
        lake.tables().createTable(TableIdentifier.of("sales", "order_items"), COLUMNS);
        lake.tables().createTable(TableIdentifier.of("sales", "eu", "orders"), COLUMNS);
        lake.views()
                .buildView(TableIdentifier.of("sales", "recent"))
                .withSchema(COLUMNS)
                .withDefaultNamespace(Namespace.of("sales"))
                .withQuery("spark", "SELECT * FROM orders")
                .create();
    }

    @AfterEach
    void close() {
        catalogs.close();
        // Fails if an answer kept memory.
        allocator.close();
    }

    @Test
    void catalogsAreListed() {
        metadata.streamCatalogs(answer);

        assertAnswer(Schemas.GET_CATALOGS_SCHEMA, List.of("lake"));
    }

    @Test
    void schemasAreListedInOrder() {
        metadata.streamSchemas(CommandGetDbSchemas.getDefaultInstance(), answer);

        assertAnswer(
                Schemas.GET_SCHEMAS_SCHEMA,
                List.of("lake", "default"),
                List.of("lake", "sales"),
                List.of("lake", "sales.eu"));
    }

    @Test
    void catalogIsComparedExactly() {
        metadata.streamSchemas(
                CommandGetDbSchemas.newBuilder().setCatalog("LAKE").build(), answer);

        assertAnswer(Schemas.GET_SCHEMAS_SCHEMA);
    }

    @Test
    void emptyCatalogNameMeansObjectsOfNoCatalog() {
        metadata.streamTables(CommandGetTables.newBuilder().setCatalog("").build(), answer);

        assertAnswer(Schemas.GET_TABLES_SCHEMA_NO_SCHEMA);
    }

    @Test
    void schemaPatternIgnoresCase() {
        metadata.streamSchemas(
                CommandGetDbSchemas.newBuilder()
                        .setCatalog("lake")
                        .setDbSchemaFilterPattern("SALES%")
                        .build(),
                answer);

        assertAnswer(Schemas.GET_SCHEMAS_SCHEMA, List.of("lake", "sales"), List.of("lake", "sales.eu"));
    }

    @Test
    void tablesAndViewsAreListedInOrder() {
        metadata.streamTables(CommandGetTables.getDefaultInstance(), answer);

        assertAnswer(
                Schemas.GET_TABLES_SCHEMA_NO_SCHEMA,
                List.of("lake", "sales", "order_items", "TABLE"),
                List.of("lake", "sales", "orders", "TABLE"),
                List.of("lake", "sales", "recent", "VIEW"),
                List.of("lake", "sales.eu", "orders", "TABLE"));
    }

    @Test
    void tablesAreChosenByTypeAndPattern() {
        metadata.streamTables(
                CommandGetTables.newBuilder()
                        .setDbSchemaFilterPattern("sales")
                        .setTableNameFilterPattern("order\\_%")
                        .addTableTypes("TABLE")
                        .build(),
                answer);

        assertAnswer(Schemas.GET_TABLES_SCHEMA_NO_SCHEMA, List.of("lake", "sales", "order_items", "TABLE"));
    }

    @Test
    void unknownTableTypeMatchesNothing() {
        metadata.streamTables(
                CommandGetTables.newBuilder().addTableTypes("SYSTEM TABLE").build(), answer);

        assertAnswer(Schemas.GET_TABLES_SCHEMA_NO_SCHEMA);
    }

    @Test
    void tableSchemaIsAnIpcMessage() throws IOException {
        metadata.streamTables(
                CommandGetTables.newBuilder()
                        .setIncludeSchema(true)
                        .setTableNameFilterPattern("orders")
                        .setDbSchemaFilterPattern("sales")
                        .build(),
                answer);

        byte[] message = (byte[]) answer.rows().get(0).get(4);
        Schema schema = MessageSerializer.deserializeSchema(
                new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message))));
        assertThat(answer.schema()).isEqualTo(Schemas.GET_TABLES_SCHEMA);
        assertThat(schema.getFields()).extracting("name").containsExactly("id", "price");
        assertThat(schema.findField("price").getMetadata())
                .containsAllEntriesOf(Map.of(
                        "ARROW:FLIGHT:SQL:CATALOG_NAME", "lake",
                        "ARROW:FLIGHT:SQL:DB_SCHEMA_NAME", "sales",
                        "ARROW:FLIGHT:SQL:SCHEMA_NAME", "sales",
                        "ARROW:FLIGHT:SQL:TABLE_NAME", "orders",
                        "ARROW:FLIGHT:SQL:TYPE_NAME", "DECIMAL",
                        "ARROW:FLIGHT:SQL:PRECISION", "10",
                        "ARROW:FLIGHT:SQL:SCALE", "2",
                        "ARROW:FLIGHT:SQL:REMARKS", "net"));
    }

    @Test
    void manyTablesComeInBoundedBatchesButOneNameInOne() {
        String longText = "x".repeat(1_500_000);
        org.apache.iceberg.Schema wide =
                new org.apache.iceberg.Schema(Types.NestedField.optional(1, "a", Types.LongType.get(), longText));
        for (String schema : List.of("w1", "w2", "w3")) {
            lake.namespaces().createNamespace(Namespace.of(schema));
            lake.tables().createTable(TableIdentifier.of(schema, "wide"), wide);
        }
        TestingListener named = new TestingListener();

        CommandGetTables all =
                CommandGetTables.newBuilder().setIncludeSchema(true).build();
        metadata.streamTables(all, answer);
        metadata.streamTables(all.toBuilder().setTableNameFilterPattern("wide").build(), named);

        assertThat(answer.batches()).isGreaterThan(1);
        assertThat(answer.rows()).hasSize(7);
        assertThat(named.batches()).isEqualTo(1);
        assertThat(named.rows()).hasSize(3);
    }

    @Test
    void tableTypesAreTableAndView() {
        metadata.streamTableTypes(answer);

        assertAnswer(Schemas.GET_TABLE_TYPES_SCHEMA, List.of("TABLE"), List.of("VIEW"));
    }

    @Test
    void keysAreEmptyWithTheirExactSchemas() {
        metadata.streamPrimaryKeys(CommandGetPrimaryKeys.getDefaultInstance(), answer);
        assertAnswer(Schemas.GET_PRIMARY_KEYS_SCHEMA);
        metadata.streamImportedKeys(CommandGetImportedKeys.getDefaultInstance(), answer);
        assertAnswer(Schemas.GET_IMPORTED_KEYS_SCHEMA);
        metadata.streamExportedKeys(CommandGetExportedKeys.getDefaultInstance(), answer);
        assertAnswer(Schemas.GET_EXPORTED_KEYS_SCHEMA);
        metadata.streamCrossReference(CommandGetCrossReference.getDefaultInstance(), answer);
        assertAnswer(Schemas.GET_CROSS_REFERENCE_SCHEMA);
    }

    @Test
    void typesAreSortedByCodeAndName() {
        metadata.streamTypeInfo(CommandGetXdbcTypeInfo.getDefaultInstance(), answer);

        assertThat(answer.schema()).isEqualTo(Schemas.GET_TYPE_INFO_SCHEMA);
        assertThat(answer.rows())
                .extracting(row -> row.get(0))
                .startsWith("BOOLEAN", "TINYINT", "BIGINT", "BINARY", "ARRAY")
                .endsWith("STRING", "VARCHAR", "DATE", "TIMESTAMP", "TIMESTAMP_NTZ")
                .hasSize(22);
    }

    @Test
    void typesAreChosenByCode() {
        metadata.streamTypeInfo(
                CommandGetXdbcTypeInfo.newBuilder().setDataType(3).build(), answer);

        assertThat(answer.rows()).hasSize(1);
        assertThat(answer.rows().get(0)).startsWith("DECIMAL", 3, 38, null, null);
    }

    @Test
    void emptySqlInfoRequestNamesEveryNumberOfTheProtocol() {
        metadata.streamSqlInfo(CommandGetSqlInfo.getDefaultInstance(), answer);

        assertThat(answer.schema()).isEqualTo(Schemas.GET_SQL_INFO_SCHEMA);
        assertThat(answer.rows()).hasSize(10 + 2 + 77);
    }

    @Test
    void unknownSqlInfoIsOmitted() {
        metadata.streamSqlInfo(
                CommandGetSqlInfo.newBuilder()
                        .addInfo(1)
                        .addInfo(10_001)
                        .addInfo(6)
                        .addInfo(8)
                        .build(),
                answer);

        assertAnswer(Schemas.GET_SQL_INFO_SCHEMA, List.of(1, "1.2.3"), List.of(8, 0));
    }

    private void assertAnswer(Schema schema, List<?>... rows) {
        assertThat(answer.isCompleted()).isTrue();
        assertThat(answer.schema()).isEqualTo(schema);
        assertThat(answer.rows()).isEqualTo(List.of(rows));
    }
}
