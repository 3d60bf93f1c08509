package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.RowsHash;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** The same server as Arrow's own JDBC driver sees it: a statement takes until every value was read as an object. */
final class Jdbc implements SystemUnderTest, AutoCloseable {
    private final LakeflightServer server;
    private final Connection connection;

    Jdbc(LakeflightServer server) {
        this.server = server;
        try {
            this.connection = DriverManager.getConnection(
                    "jdbc:arrow-flight-sql://127.0.0.1:" + server.flightPort() + "/?useEncryption=false");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot connect: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public String description() {
        return "The same server, by Arrow's JDBC driver";
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void use(String schema) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("USE lake." + schema);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public Timing run(String text) {
        long begun = System.nanoTime();
        long rows = read(text, row -> {});
        return new Timing(System.nanoTime() - begun, rows);
    }

    @Override
    public Optional<Answer> answer(String text) {
        RowsHash hash = new RowsHash();
        read(text, hash::add);
        return Optional.of(hash.answer());
    }

    private interface RowReader {
        void read(Object[] row);
    }

    private long read(String text, RowReader reader) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(text)) {
            Object[] row = new Object[result.getMetaData().getColumnCount()];
            long rows = 0;
            while (result.next()) {
                for (int column = 0; column < row.length; column++) {
                    row[column] = result.getObject(column + 1);
                }
                reader.read(row);
                rows++;
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public Duration processorTime() {
        return server.processorTime();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
