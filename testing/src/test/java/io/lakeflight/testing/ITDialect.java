package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.GetSessionOptionsRequest;
import org.apache.arrow.flight.SessionOptionValue;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session says whether double quotes are around names or strings, wherever its statements are read. */
@OnSharedCluster
final class ITDialect {
    private static final String FIRST_NATION = "SELECT \"n_name\" FROM lake.tpch.nation ORDER BY n_nationkey LIMIT 1";

    private final TestingCluster cluster;

    ITDialect(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void dialectIsSetBySql() {
        try (TestingClient client = cluster.client()) {
            assertThat(client.query(FIRST_NATION).column()).containsExactly("ALGERIA");
            client.update("SET lakeflight.dialect = spark");
            assertThat(client.query(FIRST_NATION).column()).containsExactly("n_name");
            assertThat(client.query("SET lakeflight.dialect").rows())
                    .containsExactly(List.of("lakeflight.dialect", "spark"));
            client.update("RESET lakeflight.dialect");
            assertThat(client.query(FIRST_NATION).column()).containsExactly("ALGERIA");
            assertThatThrownBy(() -> client.update("SET lakeflight.dialect = mysql"))
                    .hasMessageContaining("There is no dialect \"mysql\" (expected: standard or spark)");
        }
    }

    @Test
    void dialectIsSetByJdbcProperty() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl() + "&dialect=spark");
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT \"it's\" AS `x`, \"a\"\"b\", {d \"2020-01-02\"}")) {
            assertThat(results.next()).isTrue();
            assertThat(results.getString("x")).isEqualTo("it's");
            assertThat(results.getString(2)).isEqualTo("a\"b");
            assertThat(results.getString(3)).isEqualTo("2020-01-02");
        }
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl() + "&dialect=mysql");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).hasMessageContaining("no dialect \"mysql\"");
        }
    }

    @Test
    void dialectIsASessionOption() {
        try (TestingClient client = cluster.client()) {
            assertThat(set(client, "spark")).isEmpty();
            assertThat(client.query(FIRST_NATION).column()).containsExactly("n_name");
            assertThat(client.flight()
                            .getSessionOptions(new GetSessionOptionsRequest())
                            .getSessionOptions())
                    .containsEntry("dialect", SessionOptionValueFactory.makeSessionOptionValue("spark"));
            assertThat(set(client, "mysql")).containsOnlyKeys("dialect");
            assertThat(set(client, "")).isEmpty();
            assertThat(client.query(FIRST_NATION).column()).containsExactly("ALGERIA");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT concat("a", "b"), upper("c"), "it""s", "a" 'b', 'a'"b" | SELECT concat('a', 'b'), upper('c'), 'it"s', 'a' 'b', 'a' 'b'
        SELECT "x" | SELECT 'x'
        SHOW TABLES IN lake.tpch LIKE "nat*" | SHOW TABLES IN lake.tpch LIKE 'nat*'
        SHOW SCHEMAS IN lake LIKE "tp*" | SHOW SCHEMAS IN lake LIKE 'tp*'
        SELECT table_name FROM lake.information_schema.tables WHERE table_name = "nation" | SELECT table_name FROM lake.information_schema.tables WHERE table_name = 'nation'
        SELECT * FROM lake.tpch.nation WHERE "a" = "b" | SELECT * FROM lake.tpch.nation WHERE 'a' = 'b'
        SELECT n_name FROM lake.tpch.nation WHERE n_name LIKE "A%" ORDER BY 1 FETCH FIRST 2 ROWS ONLY | SELECT n_name FROM lake.tpch.nation WHERE n_name LIKE 'A%' ORDER BY 1 LIMIT 2
        EXPLAIN ROUTE SELECT "n_name" FROM lake.tpch.nation | EXPLAIN ROUTE SELECT 'n_name' FROM lake.tpch.nation
        """)
    void stringsInDoubleQuotesAreStrings(String spark, String standard) {
        try (TestingClient one = cluster.client();
                TestingClient other = cluster.client()) {
            one.update("SET lakeflight.dialect = spark");
            Rows expected = other.query(standard);
            Rows actual = one.query(spark);

            assertThat(actual.schema().toJson()).isEqualTo(expected.schema().toJson());
            assertThat(actual.rows()).isEqualTo(expected.rows());
        }
    }

    @Test
    void namesInDoubleQuotesAreRefusedAsSparkDoes() {
        try (TestingClient client = cluster.client()) {
            client.update("SET lakeflight.dialect = spark");

            assertThatThrownBy(() -> client.query("DESCRIBE \"lake\".\"tpch\".\"nation\""))
                    .hasMessageContaining("line 1, column 10");
            assertThatThrownBy(() -> client.query("SELECT \"abc\", 1 AS \"x\""))
                    .hasMessageContaining("line 1, column 20");
        }
    }

    @Test
    void preparedStatementsAndViewsKeepTheirDialect() throws SQLException {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET lakeflight.dialect = spark");
            statement.execute("CREATE VIEW lake.it.spoken AS SELECT \"text\" AS t");
            try (PreparedStatement prepared = connection.prepareStatement(FIRST_NATION)) {
                statement.execute("RESET lakeflight.dialect");
                assertThat(JdbcRows.read(prepared.executeQuery()).texts().toString())
                        .contains("n_name");
            }
            assertThat(JdbcRows.read(statement.executeQuery("SELECT t FROM lake.it.spoken"))
                            .texts()
                            .toString())
                    .contains("text");
        }
    }

    private static Map<String, ?> set(TestingClient client, String dialect) {
        Map<String, SessionOptionValue> options =
                Map.of("dialect", SessionOptionValueFactory.makeSessionOptionValue(dialect));
        return client.flight()
                .setSessionOptions(new SetSessionOptionsRequest(options))
                .getErrors();
    }
}
