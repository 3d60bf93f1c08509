package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Typed parameters of prepared statements, through stock clients. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITParameters {
    private final TestingCluster cluster;
    private final TestingClient client;

    ITParameters(TestingCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @AfterAll
    void close() {
        client.close();
    }

    @Test
    void parametersAreNullableAndTyped() {
        try (FlightSqlClient.PreparedStatement prepared = client.sql()
                .prepare("SELECT * FROM lake.tpch.lineitem"
                        + " WHERE l_orderkey = ? AND l_shipdate > ? AND l_tax = ? AND l_comment = ?")) {
            assertThat(prepared.getParameterSchema().getFields())
                    .allMatch(Field::isNullable)
                    .extracting(ArrowTypes::sqlName)
                    .containsExactly("bigint", "date", "decimal(15,2)", "string");
        }
    }

    @Test
    void parameterOfUnknownTypeIsText() {
        try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare("SELECT ? AS v")) {
            assertThat(prepared.getParameterSchema().getFields())
                    .extracting(ArrowTypes::sqlName)
                    .containsExactly("string");
        }
    }

    @Test
    void boundQueryGivesTheRowsOfItsParameters() {
        String query = "SELECT n_name FROM lake.tpch.nation WHERE n_regionkey = ? AND n_name LIKE ? ORDER BY n_name";
        try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare(query);
                BigIntVector regions = new BigIntVector("1", client.allocator());
                VarCharVector patterns = new VarCharVector("2", client.allocator());
                VectorSchemaRoot parameters = VectorSchemaRoot.of(regions, patterns)) {
            regions.setSafe(0, 3);
            patterns.setSafe(0, "%AN%".getBytes(StandardCharsets.UTF_8));
            parameters.setRowCount(1);
            prepared.setParameters(parameters);

            assertThat(client.read(prepared.execute()).column()).containsExactly("FRANCE", "GERMANY", "ROMANIA");

            regions.setSafe(0, 2);
            assertThat(client.read(prepared.execute()).column()).containsExactly("JAPAN");
            prepared.clearParameters();
        }
    }

    @Test
    void serversOwnTablesTakeParameters() throws SQLException {
        String sql = "SELECT table_name FROM lake.information_schema.tables"
                + " WHERE table_schema = ? AND table_name LIKE ? ORDER BY 1 OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
        try (Connection connection = cluster.connect();
                PreparedStatement tables = connection.prepareStatement(sql);
                PreparedStatement queries = connection.prepareStatement(
                        "SELECT count(*) FROM system.queries WHERE submitted < ? AND query_id <> ?")) {
            tables.setString(1, "tpch");
            tables.setString(2, "%r%");
            tables.setInt(3, 1);
            tables.setInt(4, 2);
            try (ResultSet results = tables.executeQuery()) {
                assertThat(JdbcRows.read(results).texts().toString()).contains("['orders'], ['part']");
            }
            queries.setTimestamp(1, Timestamp.from(Instant.parse("2001-01-01T00:00:00Z")));
            queries.setString(2, "it's");
            try (ResultSet results = queries.executeQuery()) {
                assertThat(JdbcRows.read(results).texts().toString()).contains("[[0]]");
            }
        }
    }

    @Test
    void serversOwnTablesWantEveryParameterOnce() {
        String sql = "SELECT table_name FROM lake.information_schema.tables WHERE table_name = ?";
        try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare(sql);
                VarCharVector names = new VarCharVector("1", client.allocator());
                VectorSchemaRoot parameters = VectorSchemaRoot.of(names)) {
            assertThat(prepared.getParameterSchema().getFields())
                    .extracting(ArrowTypes::sqlName)
                    .containsExactly("string");
            assertThatThrownBy(() -> client.read(prepared.execute())).hasMessageContaining("none is bound");

            names.setSafe(0, "nation".getBytes(StandardCharsets.UTF_8));
            names.setSafe(1, "region".getBytes(StandardCharsets.UTF_8));
            parameters.setRowCount(2);
            prepared.setParameters(parameters);
            assertThatThrownBy(() -> client.read(prepared.execute())).hasMessageContaining("one query for each");

            parameters.setRowCount(1);
            assertThat(client.read(prepared.execute()).column()).contains("nation");
            prepared.clearParameters();
        }
    }

    @Test
    void manyRowsOfParametersAreOneInsertAndOneSnapshot() {
        int rows = 5_000;
        client.update("CREATE TABLE lake.it.bulk (id int, label string)");
        try (FlightSqlClient.PreparedStatement prepared =
                        client.sql().prepare("INSERT INTO lake.it.bulk VALUES (?, ?)");
                IntVector ids = new IntVector("id", client.allocator());
                VarCharVector labels = new VarCharVector("label", client.allocator());
                VectorSchemaRoot parameters = VectorSchemaRoot.of(ids, labels)) {
            for (int i = 0; i < rows; i++) {
                ids.setSafe(i, i);
                if (i % 10 > 0) {
                    labels.setSafe(i, ("label " + i).getBytes(StandardCharsets.UTF_8));
                }
            }
            parameters.setRowCount(rows);
            prepared.setParameters(parameters);

            assertThat(prepared.executeUpdate()).isEqualTo(rows);
            prepared.clearParameters();
        }

        assertThat(client.query("SELECT count(*), count(label), sum(id) FROM lake.it.bulk")
                        .rows())
                .containsExactly(List.of(5_000L, 4_500L, 12_497_500L));
        assertThat(client.query("SELECT * FROM lake.it.bulk.snapshots").rows()).hasSize(1);
    }

    @Test
    void jdbcParametersKeepTheirValues() throws SQLException {
        client.update(
                "CREATE TABLE lake.it.jdbc_parameters"
                        + " (i int, l bigint, d double, m decimal(15,2), s string, b boolean, day date, at timestamp, raw binary)");
        Timestamp at = Timestamp.from(Instant.parse("2024-02-29T12:34:56.789Z"));
        String insert = "INSERT INTO lake.it.jdbc_parameters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (Connection connection = cluster.connect();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setInt(1, 1);
            statement.setLong(2, 1L << 40);
            statement.setDouble(3, 0.5);
            statement.setBigDecimal(4, new BigDecimal("12.34"));
            statement.setString(5, "o'clock ?");
            statement.setBoolean(6, true);
            statement.setDate(7, Date.valueOf("2024-02-29"));
            statement.setTimestamp(8, at);
            statement.setBytes(9, new byte[] {0, -1});
            statement.addBatch();
            for (int column = 1; column <= 9; column++) {
                statement.setNull(column, Types.NULL);
            }
            statement.addBatch();
            statement.executeBatch();
        }

        Rows rows = client.query("SELECT * FROM lake.it.jdbc_parameters ORDER BY i NULLS LAST");

        assertThat(rows.texts().get(0))
                .containsExactly(
                        "1",
                        "1099511627776",
                        "0.5",
                        "12.34",
                        "'o'clock ?'",
                        "true",
                        "2024-02-29",
                        "2024-02-29T12:34:56.789Z",
                        "x'00ff'");
        assertThat(rows.rows().get(1)).containsOnlyNulls();
    }

    @Test
    void jdbcQueryWithParametersGivesItsRows() throws SQLException {
        String query = "SELECT o_orderkey FROM lake.tpch.orders WHERE o_orderdate = ? AND o_totalprice > ? ORDER BY 1";
        List<Object> expected = client.query("SELECT o_orderkey FROM lake.tpch.orders"
                        + " WHERE o_orderdate = date'1996-01-02' AND o_totalprice > 1000.00 ORDER BY 1")
                .column();
        try (Connection connection = cluster.connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setDate(1, Date.valueOf("1996-01-02"));
            statement.setBigDecimal(2, new BigDecimal("1000.00"));
            try (ResultSet results = statement.executeQuery()) {
                assertThat(JdbcRows.read(results).rows().stream().map(row -> row.get(0)))
                        .isNotEmpty()
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void questionMarkInTextOrCommentIsNoParameter() {
        String query = "SELECT '?' AS \"?\" /* ? */ -- ?\n";
        try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare(query)) {
            assertThat(prepared.getParameterSchema().getFields()).isEmpty();
            assertThat(client.read(prepared.execute()).value()).isEqualTo("?");
        }
    }

    @Test
    void missingParametersAreAnError() {
        try (FlightSqlClient.PreparedStatement prepared =
                client.sql().prepare("SELECT * FROM lake.tpch.nation WHERE n_nationkey = ?")) {
            assertThatThrownBy(() -> client.read(prepared.execute()))
                    .satisfies(Failure.of("INVALID_ARGUMENT"))
                    .hasMessageContaining("parameter");
        }
    }

    @Test
    void tooManyParametersAreAnError() {
        try (FlightSqlClient.PreparedStatement prepared =
                        client.sql().prepare("SELECT * FROM lake.tpch.nation WHERE n_nationkey = ?");
                BigIntVector first = new BigIntVector("1", client.allocator());
                BigIntVector second = new BigIntVector("2", client.allocator());
                VectorSchemaRoot parameters = VectorSchemaRoot.of(first, second)) {
            first.setSafe(0, 1);
            second.setSafe(0, 1);
            parameters.setRowCount(1);
            prepared.setParameters(parameters);

            assertThatThrownBy(() -> client.read(prepared.execute()))
                    .satisfies(Failure.of("INVALID_ARGUMENT"))
                    .hasMessageContaining("parameter");
            prepared.clearParameters();
        }
    }

    @Test
    void parameterThatIsNotOfTheTypeIsAnError() {
        try (FlightSqlClient.PreparedStatement prepared =
                        client.sql().prepare("SELECT * FROM lake.tpch.nation WHERE n_nationkey = ?");
                VarCharVector text = new VarCharVector("1", client.allocator());
                VectorSchemaRoot parameters = VectorSchemaRoot.of(text)) {
            text.setSafe(0, "not a number".getBytes(StandardCharsets.UTF_8));
            parameters.setRowCount(1);
            prepared.setParameters(parameters);

            assertThatThrownBy(() -> client.read(prepared.execute())).satisfies(Failure.of("INVALID_ARGUMENT"));
            prepared.clearParameters();
        }
    }
}
