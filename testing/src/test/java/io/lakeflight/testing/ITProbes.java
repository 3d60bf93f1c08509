package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that tools send to find out where they are. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITProbes {
    private final Connection connection;

    ITProbes(TestingCluster cluster) throws SQLException {
        connection = cluster.connect();
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
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1;",
                "SELECT 1;;",
                "VALUES (1)",
                "VALUES (1, 'a'), (2, 'b')",
                "SELECT version()",
                "SELECT 1\r\n  AS one\r\n;\r\n",
                "-- first\r\nSELECT 1 /* last */",
                "SELECT current_catalog(), current_schema(), current_user",
                "SELECT * FROM nation LIMIT 3",
                "SELECT * FROM nation LIMIT 3 OFFSET 2",
                "SELECT * FROM nation OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY",
                "SELECT {fn ucase('a')}, {d '2024-01-31'}, year({ts '2024-01-31 12:00:00'})",
                "/* first */ SELECT 1",
                "SELECT 1 AS \"größe 表\"",
                "SELECT * FROM \"lake\".\"tpch\".\"nation\"",
                "SELECT COUNT(*) FROM (SELECT * FROM nation\n) dbvrcnt",
                "SHOW CATALOGS",
                "SHOW DATABASES",
                "SHOW SCHEMAS",
                "SHOW SCHEMAS IN lake",
                "SHOW SCHEMAS LIKE 'tp*'",
                "SHOW DATABASES IN lake LIKE 'tp*'",
                "SHOW TABLES",
                "SHOW TABLES IN lake.tpch",
                "SHOW TABLES IN tpch LIKE 'n*'",
                "SHOW TABLES LIKE 'n*'",
                "SHOW COLUMNS IN nation",
                "SHOW COLUMNS FROM nation IN tpch",
                "SHOW CREATE TABLE nation",
                "DESCRIBE nation",
                "DESCRIBE EXTENDED nation",
                "EXPLAIN SELECT * FROM nation",
                "EXPLAIN FORMATTED SELECT * FROM nation",
                "EXPLAIN EXTENDED SELECT * FROM nation",
                "EXPLAIN COST SELECT * FROM nation",
                "EXPLAIN CODEGEN SELECT * FROM nation",
                "SET",
                "SET spark.sql.shuffle.partitions = 3",
                "SET spark.sql.ansi.enabled"
            })
    void probeReturnsRows(String probe) throws SQLException {
        assertThat(query(probe)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM nation WHERE 1=0",
                "SELECT TRUE AS \"_\" FROM \"tpch\".\"nation\" WHERE 1 <> 1 LIMIT 0",
                "SELECT * FROM nation LIMIT 0"
            })
    void probeForColumnsReturnsNoRows(String probe) throws SQLException {
        assertThat(query(probe)).isEmpty();
    }

    @Test
    void statementsThatReturnNoRowsAreUpdates() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("USE lake.tpch")).isFalse();
            assertThat(statement.execute("CREATE OR REPLACE TEMPORARY VIEW one AS SELECT 1 AS id"))
                    .isFalse();
        }
        assertThat(query("SELECT id FROM one")).containsExactly(List.of(1));
    }

    private List<List<Object>> query(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            return JdbcRows.read(results).rows();
        }
    }
}
