package io.lakeflight.engine.spark.fastlane.duckdb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection of one statement's own, used by one thread at a time, which any other may interrupt.
 *
 * <p>A connection never has two statements at work: the second one would end the rows of the first without an error.
 */
public final class DuckSession implements AutoCloseable {
    /** The rows of the statement, as a table that is the connection's own: they count as its memory and may be spilled. */
    static final String RESULT = "result";

    private final DuckDBConnection connection;
    private @Nullable Statement running;

    DuckSession(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** What is read from the rows of a query. */
    public interface Reading<T> {
        T from(ResultSet rows) throws SQLException;
    }

    /** Executes what has no rows of interest. */
    void execute(String sql) throws SQLException {
        try (Statement statement = begin()) {
            statement.execute(sql);
        } finally {
            end();
        }
    }

    /** Executes a query of the lane's own. */
    public <T> T query(String sql, Reading<T> reading) throws SQLException {
        try (Statement statement = begin();
                ResultSet rows = statement.executeQuery(sql)) {
            return reading.from(rows);
        } finally {
            end();
        }
    }

    /** Executes a query whole, and keeps its rows in their order; returns how many there are. */
    public long materialise(String sql, int columns) throws SQLException {
        String names =
                IntStream.range(0, columns).mapToObj(column -> "c" + column).collect(Collectors.joining(", "));
        execute("CREATE TEMP TABLE " + RESULT + " AS SELECT * FROM (" + sql + ") AS t(" + names + ")");
        return query("SELECT count(*) FROM " + RESULT, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    /**
     * Whether a statement failed for want of memory. There is no code of it, only the name of its kind, which DuckDB's messages
     * begin with: nothing that depends on it may be wrong if it is not known.
     */
    public static boolean isOutOfMemory(SQLException failure) {
        return String.valueOf(failure.getMessage()).startsWith("Out of Memory Error:");
    }

    DuckDBConnection connection() {
        return connection;
    }

    private synchronized Statement begin() throws SQLException {
        Statement statement = connection.createStatement();
        running = statement;
        return statement;
    }

    private synchronized void end() {
        running = null;
    }

    /** Ends what is at work within some milliseconds, by an error; nothing if nothing is, so it is to be repeated. */
    public synchronized void interrupt() {
        if (running != null) {
            try {
                running.cancel();
            } catch (SQLException e) {
                // It has ended by itself just now.
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
