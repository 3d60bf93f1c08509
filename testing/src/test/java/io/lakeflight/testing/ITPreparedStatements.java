package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prepared statements: what is told of them before they run, and that they do not run. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITPreparedStatements {
    private final TestingClient client;

    ITPreparedStatements(TestingCluster cluster) {
        this.client = cluster.client();
    }

    @AfterAll
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM lake.tpch.lineitem WHERE l_orderkey < 8",
                "SELECT l_returnflag AS \"Flag\", sum(l_quantity) AS q, count(*) FROM lake.tpch.lineitem GROUP BY 1",
                "SELECT 1 AS a, 'x' AS b, array(1, null) AS c, map('a', 1.5) AS d, named_struct('f', 1) AS e, null AS n",
                "SHOW TABLES IN lake.tpch",
                "DESCRIBE lake.tpch.orders",
                "EXPLAIN SELECT 1",
                "VALUES (1, 'a'), (2, null)"
            })
    void schemaIsTheSameWhereverItIsTold(String query) throws Exception {
        Schema expected = client.sql().getExecuteSchema(query).getSchema();

        assertThat(expected.getFields()).isNotEmpty();
        assertSchemas(client.sql().execute(query), expected);
        try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare(query)) {
            assertThat(prepared.getResultSetSchema()).isEqualTo(expected);
            assertThat(prepared.fetchSchema().getSchema()).isEqualTo(expected);
            assertSchemas(prepared.execute(), expected);
        }
    }

    @Test
    void nothingRunsWhilePreparing() {
        client.update("CREATE TABLE lake.it.prepared_only (id int)");

        for (String statement : List.of(
                "INSERT INTO lake.it.prepared_only VALUES (1)", "DROP TABLE lake.it.prepared_only", "SET a.b = 1")) {
            try (FlightSqlClient.PreparedStatement prepared = client.sql().prepare(statement)) {
                assertThat(prepared.isClosed()).isFalse();
            }
        }

        assertThat(client.query("SELECT * FROM lake.it.prepared_only").rows()).isEmpty();
    }

    @Test
    void updateHasNoResultSchema() {
        client.update("CREATE TABLE lake.it.no_schema (id int)");

        try (FlightSqlClient.PreparedStatement prepared =
                client.sql().prepare("INSERT INTO lake.it.no_schema VALUES (?)")) {
            assertThat(prepared.getResultSetSchema().getFields()).isEmpty();
            assertThat(prepared.getParameterSchema().getFields()).hasSize(1);
        }
    }

    private void assertSchemas(FlightInfo info, Schema expected) throws Exception {
        assertThat(info.getSchemaOptional()).hasValue(expected);
        assertThat(info.getEndpoints()).hasSize(1);
        try (ResultStream stream = client.open(info)) {
            assertThat(stream.schema()).isEqualTo(expected);
            while (stream.next()) {
                assertThat(stream.root().getSchema()).isEqualTo(expected);
            }
        }
    }
}
