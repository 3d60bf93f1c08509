package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.BasicFlightSqlProducer;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Arrow's own JDBC driver makes of the answers. */
class TestMetadataWithJdbcDriver {
    @TempDir
    Path home;

    private RootAllocator allocator;
    private Catalogs catalogs;
    private FlightServer server;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        allocator = new RootAllocator();
        LakeCatalog lake = LakeCatalog.open("lake", home);
        lake.tables()
                .createTable(
                        TableIdentifier.of("default", "orders"),
                        new org.apache.iceberg.Schema(
                                Types.NestedField.required(1, "id", Types.LongType.get()),
                                Types.NestedField.optional(2, "price", Types.DecimalType.of(10, 2), "net")));
        catalogs = Catalogs.of(lake);
        MetadataOnly producer = new MetadataOnly(new FlightMetadata(catalogs, allocator, "1.2.3"));
        server = FlightServer.builder(allocator, Location.forGrpcInsecure("127.0.0.1", 0), producer)
                .build()
                .start();
        connection = DriverManager.getConnection(
                "jdbc:arrow-flight-sql://127.0.0.1:" + server.getPort() + "/?useEncryption=false");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        server.close();
        catalogs.close();
        allocator.close();
    }

    @Test
    void everyGetterWithoutArgumentsAnswers() throws Exception {
        List<String> failures = new ArrayList<>();
        for (Method getter : DatabaseMetaData.class.getMethods()) {
            if (getter.getParameterCount() == 0 && getter.getDeclaringClass() == DatabaseMetaData.class) {
                try {
                    if (getter.invoke(connection.getMetaData()) instanceof ResultSet result) {
                        result.close();
                    }
                } catch (ReflectiveOperationException e) {
                    failures.add(getter.getName() + ": " + e.getCause());
                }
            }
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void columnsCarryTypeSizeAndRemarks() throws SQLException {
        try (ResultSet columns = connection.getMetaData().getColumns("lake", "default", "orders", "%")) {
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("id");
            assertThat(columns.getString("TYPE_NAME")).isEqualTo("BIGINT");
            assertThat(columns.getString("IS_NULLABLE")).isEqualTo("NO");
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("TABLE_SCHEM")).isEqualTo("default");
            assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(10);
            assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(2);
            assertThat(columns.next()).isFalse();
        }
    }

    @Test
    void functionsAndKeywordsAreRead() throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();

        assertThat(metadata.getDatabaseProductName()).isEqualTo("Lakeflight");
        assertThat(metadata.getSQLKeywords()).contains("SEMI");
        assertThat(metadata.getTimeDateFunctions()).contains("CURRENT_DATE");
        assertThat(metadata.supportsConvert(java.sql.Types.INTEGER, java.sql.Types.VARCHAR))
                .isTrue();
        assertThat(metadata.supportsConvert(java.sql.Types.INTEGER, java.sql.Types.DATE))
                .isFalse();
    }

    /** A Flight SQL server that knows metadata calls and nothing else. */
    private static final class MetadataOnly extends BasicFlightSqlProducer {
        private final FlightMetadata metadata;

        MetadataOnly(FlightMetadata metadata) {
            this.metadata = metadata;
        }

        @Override
        public void close() {}

        @Override
        protected <T extends Message> List<FlightEndpoint> determineEndpoints(
                T request, FlightDescriptor descriptor, Schema schema) {
            return List.of(new FlightEndpoint(new Ticket(Any.pack(request).toByteArray())));
        }

        @Override
        public void getStreamCatalogs(CallContext context, ServerStreamListener listener) {
            metadata.streamCatalogs(listener);
        }

        @Override
        public void getStreamSchemas(CommandGetDbSchemas command, CallContext context, ServerStreamListener listener) {
            metadata.streamSchemas(command, listener);
        }

        @Override
        public void getStreamTables(CommandGetTables command, CallContext context, ServerStreamListener listener) {
            metadata.streamTables(command, listener);
        }

        @Override
        public void getStreamTableTypes(CallContext context, ServerStreamListener listener) {
            metadata.streamTableTypes(listener);
        }

        @Override
        public void getStreamSqlInfo(CommandGetSqlInfo command, CallContext context, ServerStreamListener listener) {
            metadata.streamSqlInfo(command, listener);
        }
    }
}
