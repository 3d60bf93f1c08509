package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.control.DataPlaneConfig.Start;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What the server tells of itself, of which the most while every engine sleeps. */
@OnOwnCluster
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ITSystemTables {
    private static final String OWN_FAILURE = "SELECT error_message FROM system.queries WHERE error_sqlstate = '22012'";

    private static TestingCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestingCluster.builder()
                .dataPlanes(TwoPlanes.planes(Start.ON_DEMAND, Duration.ofMinutes(10)))
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void tablesAreReadWhileEveryEngineSleeps() {
        assertThat(cluster.query("SELECT data_plane, state, engines FROM system.data_planes ORDER BY 1")
                        .texts())
                .containsExactly(List.of("'batch'", "'ASLEEP'", "0"), List.of("'interactive'", "'ASLEEP'", "0"));
        assertThat(cluster.query("SELECT * FROM system.engines").rows()).isEmpty();
        assertThat(cluster.query("SELECT * FROM system.catalogs").texts())
                .containsExactly(List.of("'lake'", "'internal'"));
        assertThat(cluster.query("SELECT count(*) FROM system.sessions WHERE statements = 1 AND state = 'AWAKE'")
                        .value())
                .isEqualTo(1L);
        assertThat(cluster.query("SELECT state, lane, row_count FROM system.queries WHERE row_count = 2")
                        .texts())
                .containsExactly(List.of("'FINISHED'", "'FRONT'", "2"));
        assertThat(cluster.server().engineProcesses()).isEmpty();
    }

    @Test
    @Order(2)
    void jdbcReadsTypesAndTimes() throws SQLException {
        Instant before = Instant.now();
        try (Connection connection = cluster.connect();
                PreparedStatement prepared = connection.prepareStatement(
                        "SELECT query_id, submitted, ended, row_count FROM system.queries WHERE state = 'RUNNING'");
                ResultSet row = prepared.executeQuery()) {
            assertThat(row.getMetaData().getColumnType(2)).isEqualTo(Types.TIMESTAMP_WITH_TIMEZONE);
            assertThat(row.getMetaData().getColumnType(4)).isEqualTo(Types.BIGINT);
            assertThat(row.getMetaData().isNullable(2)).isEqualTo(ResultSetMetaData.columnNoNulls);
            assertThat(row.next()).isTrue();
            assertThat(row.getTimestamp("submitted").toInstant()).isBetween(before.minusMillis(1), Instant.now());
            assertThat(row.getTimestamp("ended")).isNull();
            assertThat(row.getLong("row_count")).isZero();
        }
    }

    @Test
    @Order(3)
    void clientsThatBrowseDoNotFindThem() throws SQLException {
        try (Connection connection = cluster.connect();
                ResultSet schemas = connection.getMetaData().getSchemas();
                ResultSet tables = connection.getMetaData().getTables(null, null, "queries", null)) {
            assertThat(JdbcRows.read(schemas).texts()).noneMatch(row -> row.contains("'system'"));
            assertThat(JdbcRows.read(tables).rows()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void tablesTellTheirColumnsWhileEveryEngineSleeps() {
        List<List<@Nullable Object>> tables =
                cluster.query("SHOW TABLES IN SYSTEM").rows();
        assertThat(tables).contains(List.of("system", "queries", false)).hasSizeGreaterThan(4);
        for (List<@Nullable Object> table : tables) {
            requireDescribed("system." + table.get(1));
        }
        assertThat(cluster.query("SHOW TABLES IN system LIKE 'e*'").rows())
                .containsExactly(List.of("system", "engines", false));
        assertThat(cluster.query("SHOW TABLES IN lake.information_schema").rows())
                .extracting(row -> row.get(1))
                .containsExactly("columns", "schemata", "tables", "views");
        requireDescribed("information_schema.columns");
        requireDescribed("lake.information_schema.`TABLES`");
        assertThat(cluster.server().engineProcesses()).isEmpty();
    }

    private static void requireDescribed(String table) {
        Rows columns = cluster.query("SELECT * FROM " + table + " LIMIT 0");
        Rows described = cluster.query("DESCRIBE " + table);

        assertThat(described.rows()).extracting(row -> row.get(0)).containsExactlyElementsOf(columns.names());
        assertThat(described.rows()).extracting(row -> row.get(1)).containsExactlyElementsOf(columns.types());
        assertThat(cluster.query("DESC TABLE EXTENDED " + table).rows()).isEqualTo(described.rows());
        assertThat(cluster.query("SHOW COLUMNS IN " + table).rows())
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(columns.names());
    }

    @Test
    @Order(4)
    void joinWithATableOfTheLakeIsRefused() {
        assertThatThrownBy(() -> cluster.query("SELECT * FROM system.queries JOIN lake.it.t ON true"))
                .satisfies(Failure.of("UNIMPLEMENTED"))
                .hasMessageContaining("system and lake.it.t cannot be read by one query (expected: two queries)");
    }

    @Test
    @Order(5)
    void idInTheTableIsNoTicket() {
        try (TestingClient client = cluster.client()) {
            String ticket = new String(
                    client.sql()
                            .execute("SELECT 1 FROM system.catalogs")
                            .getEndpoints()
                            .get(0)
                            .getTicket()
                            .getBytes(),
                    StandardCharsets.UTF_8);
            String id = (String) client.query("SELECT query_id FROM system.queries WHERE state = 'PLANNING'")
                    .value();

            assertThat(ticket).contains(id + ".");
        }
    }

    @Test
    @Order(6)
    void queryOnAnEngineIsToldWithItsPlace() {
        cluster.query("SELECT id FROM range(1000)");
        try (TestingClient client = cluster.client()) {
            client.update("SET lakeflight.fast_lane = off");
            client.query("SELECT id FROM range(2000)");
        }

        assertThat(cluster.query("SELECT state, lane, data_plane, engine_id, row_count, byte_count >= 8000,"
                                + " statement_class, started >= submitted AND ended >= started FROM system.queries"
                                + " WHERE lane <> 'FRONT' AND state = 'FINISHED' ORDER BY row_count")
                        .texts())
                .containsExactly(engineRow("'FAST'", "1000"), engineRow("'SPARK'", "2000"));
        assertThat(cluster.query("SELECT e.engine_id, e.state, p.state, p.engines FROM system.engines e"
                                + " JOIN system.data_planes p USING (data_plane)")
                        .texts())
                .containsExactly(List.of("'interactive-1'", "'READY'", "'READY'", "1"));
    }

    private static List<String> engineRow(String lane, String rows) {
        return List.of("'FINISHED'", lane, "'interactive'", "'interactive-1'", rows, "true", "'query'", "true");
    }

    @Test
    @Order(7)
    void messageOfAFailureIsForItsUser() throws SQLException {
        try (Connection ann = connect("ann");
                Connection ben = connect("ben");
                Statement statement = ann.createStatement()) {
            assertThatThrownBy(() -> statement
                            .executeQuery("SELECT 4711 / id FROM range(3)")
                            .next())
                    .hasMessageContaining("zero");

            assertThat(read(ann, OWN_FAILURE)).hasSize(1).allMatch(row -> row.get(0)
                    .contains("zero"));
            assertThat(read(ben, OWN_FAILURE)).containsExactly(List.of("null"));
            assertThat(read(ben, "SELECT error_name FROM system.queries WHERE error_sqlstate = '22012'"))
                    .containsExactly(List.of("'STATEMENT_FAILED'"));
        }
    }

    @Test
    @Order(8)
    void schemaOfThisNameIsReadByItsFullName() {
        cluster.update("CREATE NAMESPACE lake.system");
        cluster.update("CREATE TABLE lake.system.queries AS SELECT 1 AS mine");
        cluster.update("CREATE TABLE lake.system.orders AS SELECT 2 AS mine");

        assertThat(cluster.query("SELECT mine FROM lake.system.queries").value())
                .isEqualTo(1);
        assertThat(cluster.query("SELECT mine FROM system.orders").value()).isEqualTo(2);
        assertThat(cluster.query("SELECT count(query_id) > 0 FROM system.queries")
                        .value())
                .isEqualTo(true);
    }

    private static Connection connect(String user) throws SQLException {
        return DriverManager.getConnection(cluster.jdbcUrl(), user, "");
    }

    private static List<List<String>> read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return JdbcRows.read(statement.executeQuery(sql)).texts();
        }
    }
}
