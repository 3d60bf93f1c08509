package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.Channels;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.util.TableRef;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What tools ask before they show anything. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITMetadata {
    private static final TableRef ORDERS = TableRef.of("lake", "tpch", "orders");

    private final TestingCluster cluster;
    private final TestingClient client;

    ITMetadata(TestingCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @BeforeAll
    void createSchemas() {
        client.update("CREATE NAMESPACE lake.meta_a");
        client.update("CREATE NAMESPACE lake.metaxa");
        client.update("CREATE TABLE lake.meta_a.\"Mixed Case\" (id int NOT NULL, name string COMMENT 'who')");
        client.update("CREATE TABLE lake.metaxa.plain (id int)");
    }

    @AfterAll
    void close() {
        client.close();
    }

    @Test
    void everyResultHasTheSchemaOfTheStandard() {
        Map<Schema, FlightInfo> results = Map.ofEntries(
                Map.entry(Schemas.GET_CATALOGS_SCHEMA, client.sql().getCatalogs()),
                Map.entry(Schemas.GET_SCHEMAS_SCHEMA, client.sql().getSchemas(null, null)),
                Map.entry(Schemas.GET_TABLES_SCHEMA_NO_SCHEMA, client.sql().getTables(null, null, null, null, false)),
                Map.entry(Schemas.GET_TABLES_SCHEMA, client.sql().getTables(null, null, null, null, true)),
                Map.entry(Schemas.GET_TABLE_TYPES_SCHEMA, client.sql().getTableTypes()),
                Map.entry(Schemas.GET_PRIMARY_KEYS_SCHEMA, client.sql().getPrimaryKeys(ORDERS)),
                Map.entry(Schemas.GET_IMPORTED_KEYS_SCHEMA, client.sql().getImportedKeys(ORDERS)),
                Map.entry(Schemas.GET_TYPE_INFO_SCHEMA, client.sql().getXdbcTypeInfo()),
                Map.entry(Schemas.GET_SQL_INFO_SCHEMA, client.sql().getSqlInfo(new int[0])));

        results.forEach((schema, info) -> {
            assertThat(info.getSchemaOptional()).hasValue(schema);
            assertThat(info.getEndpoints()).hasSize(1);
            assertThat(client.read(info).names()).isEqualTo(new Rows(schema, List.of()).names());
        });
        assertThat(client.sql().getExportedKeys(ORDERS).getSchemaOptional()).hasValue(Schemas.GET_EXPORTED_KEYS_SCHEMA);
        assertThat(client.sql().getCrossReference(ORDERS, ORDERS).getSchemaOptional())
                .hasValue(Schemas.GET_CROSS_REFERENCE_SCHEMA);
    }

    @Test
    void catalogsAndTableTypesAreListed() {
        assertThat(client.read(client.sql().getCatalogs()).column()).contains("lake");
        assertThat(client.read(client.sql().getTableTypes()).column()).contains("TABLE", "VIEW");
    }

    @Test
    void schemasAreFilteredByExactCatalogAndPattern() {
        assertThat(schemas("lake", null)).contains("tpch", "meta_a", "metaxa");
        assertThat(schemas("lake", "meta_a")).containsExactly("meta_a", "metaxa");
        assertThat(schemas("lake", "meta\\_a")).containsExactly("meta_a");
        assertThat(schemas("lake", "TPC%")).containsExactly("tpch");
        assertThat(schemas("", null)).isEmpty();
        assertThat(schemas("la%", null)).isEmpty();
    }

    @Test
    void tablesAreFilteredAndSorted() {
        assertThat(tables("lake", "tpch", null))
                .isEqualTo(SampleTables.NAMES.stream().sorted().toList());
        assertThat(tables(null, "tpch", "part%")).containsExactly("part", "partsupp");
        assertThat(tables("lake", "meta\\_a", null)).containsExactly("Mixed Case");
        assertThat(tables("lake", "TPCH", "OrderS")).containsExactly("orders");
        assertThat(tables("other", null, null)).isEmpty();
        assertThat(client.read(client.sql().getTables("lake", "tpch", null, List.of("VIEW"), false))
                        .rows())
                .isEmpty();
    }

    @Test
    void tableSchemaIsTheSchemaOfItsRows() throws Exception {
        Rows tables = client.read(client.sql().getTables("lake", "tpch", "orders", List.of("TABLE"), true));

        byte[] message = (byte[]) tables.rows().get(0).get(4);
        Schema schema = MessageSerializer.deserializeSchema(
                new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message))));

        Rows orders = client.query("SELECT * FROM lake.tpch.orders LIMIT 0");
        assertThat(new Rows(schema, List.of()).names()).isEqualTo(orders.names());
        assertThat(new Rows(schema, List.of()).types()).isEqualTo(orders.types());
        assertThat(schema.getFields().get(0).getMetadata()).containsKey("ARROW:FLIGHT:SQL:TYPE_NAME");
    }

    @Test
    void keysAreEmpty() {
        assertThat(client.read(client.sql().getPrimaryKeys(ORDERS)).rows()).isEmpty();
        assertThat(client.read(client.sql().getImportedKeys(ORDERS)).rows()).isEmpty();
        assertThat(client.read(client.sql().getExportedKeys(ORDERS)).rows()).isEmpty();
        assertThat(client.read(client.sql().getCrossReference(ORDERS, ORDERS)).rows())
                .isEmpty();
    }

    @Test
    void typesAreListedInTheOrderOfTheirNumbers() {
        Rows types = client.read(client.sql().getXdbcTypeInfo());

        List<Integer> numbers =
                types.rows().stream().map(row -> (Integer) row.get(1)).toList();
        assertThat(numbers).isSorted().contains(Types.BIGINT, Types.DECIMAL, Types.DATE);
        assertThat(client.read(client.sql().getXdbcTypeInfo(Types.BIGINT)).rows())
                .hasSize(1);
    }

    @Test
    void everyGetterOfTheStockDriverAnswers() throws Exception {
        Map<String, Throwable> failures = new TreeMap<>();
        try (Connection connection = cluster.connect()) {
            DatabaseMetaData metadata = connection.getMetaData();
            for (Method getter : gettersWithoutArguments()) {
                try {
                    Object value = getter.invoke(metadata);
                    if (value instanceof ResultSet results) {
                        results.close();
                    }
                } catch (InvocationTargetException e) {
                    failures.put(getter.getName(), e.getCause());
                }
            }
            assertThat(metadata.getDatabaseProductName()).isEqualTo("Lakeflight");
            assertThat(metadata.getIdentifierQuoteString()).isEqualTo("\"");
            assertThat(metadata.getCatalogTerm()).isEqualTo("catalog");
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void jdbcListsColumnsWithTypesAndComments() throws SQLException {
        List<List<Object>> columns = new ArrayList<>();
        try (Connection connection = cluster.connect();
                ResultSet results = connection.getMetaData().getColumns("lake", "meta\\_a", "Mixed Case", "%")) {
            while (results.next()) {
                columns.add(List.of(
                        results.getString("COLUMN_NAME"),
                        results.getInt("DATA_TYPE"),
                        results.getString("IS_NULLABLE"),
                        results.getInt("ORDINAL_POSITION")));
            }
        }

        assertThat(columns)
                .containsExactly(List.of("id", Types.INTEGER, "NO", 1), List.of("name", Types.VARCHAR, "YES", 2));
    }

    @Test
    void commentOfAColumnIsNotItsLabel() throws SQLException {
        try (Connection connection = cluster.connect();
                ResultSet results =
                        connection.createStatement().executeQuery("SELECT * FROM \"lake\".\"meta_a\".\"Mixed Case\"")) {
            assertThat(results.getMetaData().getColumnLabel(2)).isEqualTo("name");
        }
    }

    private List<Object> schemas(String catalog, String pattern) {
        return columnOf(client.read(client.sql().getSchemas(catalog, pattern)), 1);
    }

    private List<Object> tables(String catalog, String schema, String table) {
        return columnOf(client.read(client.sql().getTables(catalog, schema, table, null, false)), 2);
    }

    private static List<Object> columnOf(Rows rows, int column) {
        return rows.rows().stream().map(row -> row.get(column)).toList();
    }

    private static List<Method> gettersWithoutArguments() {
        return Arrays.stream(DatabaseMetaData.class.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .toList();
    }
}
