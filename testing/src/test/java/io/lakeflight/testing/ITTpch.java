package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TPC-H, its texts read from Spark's own tests: rows, names, types and order as in a bare Spark. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITTpch {
    private final BareSpark bareSpark;
    private final TestingClient client;
    private final Connection connection;

    ITTpch(TestingCluster cluster, BareSpark bareSpark) throws SQLException {
        this.bareSpark = bareSpark;
        client = cluster.client();
        connection = cluster.connect();
    }

    @BeforeAll
    void useSampleSchema() throws SQLException {
        client.update("USE lake.tpch");
        bareSpark.query("USE lake.tpch");
        try (Statement statement = connection.createStatement()) {
            statement.execute("USE lake.tpch");
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        client.close();
    }

    @ParameterizedTest(name = "q{0}")
    @MethodSource("numbers")
    void queryGivesWhatABareSparkGives(int number) throws Exception {
        String query = text(number);

        BareSpark.Answer expected = bareSpark.query(query);
        Rows rows = client.query(query);
        JdbcRows jdbc = jdbcQuery(query);

        assertThat(rows.names()).isEqualTo(expected.names());
        assertThat(rows.types()).isEqualTo(expected.types());
        assertThat(rows.texts()).isEqualTo(expected.rows());
        assertThat(jdbc.names()).isEqualTo(expected.names());
        assertThat(jdbc.types()).isEqualTo(expected.types());
        assertThat(jdbc.texts()).isEqualTo(expected.rows());
    }

    private JdbcRows jdbcQuery(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            return JdbcRows.read(results);
        }
    }

    private static IntStream numbers() {
        return IntStream.rangeClosed(1, 22);
    }

    private static String text(int number) throws IOException {
        String resource = "tpch/q%d.sql".formatted(number);
        try (InputStream text = ITTpch.class.getClassLoader().getResourceAsStream(resource)) {
            assertThat(text).as(resource).isNotNull();
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
