package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the SQL standard and JDBC write and Spark does not read means what Spark's own form does. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITStandardSql {
    private final TestingCluster cluster;
    private final Connection connection;

    ITStandardSql(TestingCluster cluster) throws SQLException {
        this.cluster = cluster;
        this.connection = cluster.connect();
    }

    @BeforeAll
    void useSampleSchema() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("USE lake.tpch");
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT n_name FROM nation ORDER BY n_name FETCH FIRST 3 ROWS ONLY | SELECT n_name FROM nation ORDER BY n_name LIMIT 3
        SELECT n_name FROM nation ORDER BY 1 OFFSET 2 ROWS FETCH NEXT 2 ROWS ONLY | SELECT n_name FROM nation ORDER BY 1 LIMIT 2 OFFSET 2
        SELECT n_name FROM nation ORDER BY 1 OFFSET 20 ROWS | SELECT n_name FROM nation ORDER BY 1 OFFSET 20
        SELECT * FROM nation FETCH FIRST 0 ROWS ONLY | SELECT * FROM nation LIMIT 0
        SELECT {d '2020-02-03'} AS d, {ts '2020-02-03 04:05:06.7'} AS t | SELECT DATE '2020-02-03' AS d, TIMESTAMP '2020-02-03 04:05:06.7' AS t
        SELECT {fn ucase('a')}, {fn concat({fn lcase('A')}, '}')} | SELECT ucase('a'), concat(lcase('A'), '}')
        SELECT {fn timestampadd(SQL_TSI_MONTH, 1, {d '2020-01-31'})} AS m | SELECT timestampadd(MONTH, 1, DATE '2020-01-31') AS m
        SELECT {fn timestampdiff(SQL_TSI_DAY, {d '2020-01-31'}, {d '2020-03-01'})} AS d | SELECT timestampdiff(DAY, DATE '2020-01-31', DATE '2020-03-01') AS d
        SELECT {fn convert('12', SQL_INTEGER)}, {fn convert(1, SQL_VARCHAR)} | SELECT CAST('12' AS INT), CAST(1 AS STRING)
        SELECT {fn week({d '2020-01-31'})} AS w, {fn user()} | SELECT weekofyear(DATE '2020-01-31') AS w, user()
        SELECT {fn length(n_name)} AS l, {fn left(n_name, 2)}, {fn mod(n_nationkey, 5)}, {fn dayname({d '2020-01-31'})} AS d FROM nation ORDER BY n_nationkey | SELECT length(n_name) AS l, left(n_name, 2), mod(n_nationkey, 5), dayname(DATE '2020-01-31') AS d FROM nation ORDER BY n_nationkey
        SELECT n_name, r_name FROM {oj nation LEFT OUTER JOIN region ON n_regionkey = r_regionkey} ORDER BY 1 | SELECT n_name, r_name FROM nation LEFT OUTER JOIN region ON n_regionkey = r_regionkey ORDER BY 1
        SELECT n_name FROM nation WHERE n_name LIKE '!%' {escape '!'} OR n_name LIKE 'F%' | SELECT n_name FROM nation WHERE n_name LIKE '!%' ESCAPE '!' OR n_name LIKE 'F%'
        SELECT count(TRUE) AS n, every(n_nationkey >= 0) AS e, some(n_nationkey = 1) AS s, any(FALSE) AS a FROM nation | SELECT count(1) AS n, bool_and(n_nationkey >= 0) AS e, bool_or(n_nationkey = 1) AS s, bool_or(FALSE) AS a FROM nation
        SELECT col1, col2 FROM (VALUES (1, 'a'), (2, 'b')) AS v ORDER BY 1 DESC FETCH FIRST ROW ONLY | SELECT 2 AS col1, 'b' AS col2
        SELECT '{d x}', "N_NAME" FROM nation FETCH FIRST ROW ONLY | SELECT '{d x}', "N_NAME" FROM nation LIMIT 1
        """)
    void formMeansWhatSparksDoes(String standard, String spark) throws SQLException {
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.tpch");
            Rows expected = client.query(spark);
            Rows actual = client.query(standard);

            assertThat(actual.schema().toJson()).isEqualTo(expected.schema().toJson());
            assertThat(actual.rows()).isEqualTo(expected.rows());
        }
        assertThat(jdbc(standard)).isEqualTo(jdbc(spark));
    }

    @Test
    void parametersKeepTheirPlaces() throws SQLException {
        String sql = "SELECT n_name FROM nation WHERE n_name > ? ORDER BY 1 OFFSET 1 ROWS FETCH NEXT ? ROWS ONLY";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "CANADA");
            statement.setInt(2, 2);
            try (ResultSet results = statement.executeQuery()) {
                assertThat(JdbcRows.read(results).texts().toString()).contains("EGYPT", "ETHIOPIA");
            }
        }
    }

    @Test
    void parametersKeepTheirPlacesWhereSparkWantsThemInAnotherOrder() throws SQLException {
        String sql =
                "SELECT n_name FROM (SELECT * FROM nation WHERE n_name > ? ORDER BY 1 OFFSET ? ROWS FETCH NEXT ? ROWS ONLY)"
                        + " WHERE n_name <> ? ORDER BY n_nationkey OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "CANADA");
            statement.setInt(2, 1);
            statement.setInt(3, 6);
            statement.setString(4, "EGYPT");
            statement.setInt(5, 1);
            statement.setInt(6, 2);
            try (ResultSet results = statement.executeQuery()) {
                assertThat(JdbcRows.read(results).texts().toString()).contains("FRANCE", "GERMANY");
            }
        }
    }

    @Test
    void viewsAreStoredAsSparkReadsThem() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW lake.it.first_nations AS"
                    + " SELECT n_name FROM lake.tpch.nation ORDER BY 1 FETCH FIRST 2 ROWS ONLY");
        }

        assertThat(jdbc("SELECT * FROM lake.it.first_nations")).hasSize(1 + 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT n_name FROM nation ORDER BY 1 FETCH FIRST 3 ROWS WITH TIES | WITH TIES | line 1, column 57
        SELECT {t '10:00:00'} | TIME | line 1, column 8
        SELECT {d '2020-01-01'}, {fn ucase('a')}, nix FROM nation FETCH FIRST 1 ROWS ONLY | nix | line 1, column 43
        SELECT {fn nix('a')} | nix | line 1, column 12
        SELECT {fn ucase('a')} FROM FROM | FROM | line 1, column 29
        """)
    void errorsPointAtTheClientsText(String sql, String part, String position) {
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.tpch");

            assertThatThrownBy(() -> client.query(sql))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining(part)
                    .hasMessageContaining(position);
        }
    }

    /** Names, types and texts: the driver has no objects for instants. */
    private List<List<String>> jdbc(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            ResultSetMetaData columns = results.getMetaData();
            List<List<String>> rows = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                rows.add(List.of(columns.getColumnLabel(i), columns.getColumnTypeName(i)));
            }
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.add(results.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
