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
    /** The rows of the statement, which are the connection's own: they count as its memory and may be spilled. */
    private static final String RESULT = "result";

    private static final String TOO_MANY_ROWS = "more rows than may be held";

    private final DuckDatabase database;
    private final DuckDBConnection connection;
    private @Nullable Statement running;

    DuckSession(DuckDatabase database, DuckDBConnection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Whose session it is. */
    public DuckDatabase database() {
        return database;
    }

    /** What is read from the rows of a query. */
    public interface Reading<T> {
        T from(ResultSet rows) throws SQLException;
    }

    /** Executes what has no rows of interest. */
    public void execute(String sql) throws SQLException {
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

    /**
     * Executes a query whole; nothing of it is computed any more when its rows are read. The caller closes them.
     *
     * @param isOrderKept whether its rows are to come in the order that they are made in, which takes a third longer for many
     * @param mostRows that it may have
     * @throws TooManyRowsException if it has more
     */
    public HeldRows hold(String sql, int columns, boolean isOrderKept, long mostRows)
            throws SQLException, TooManyRowsException {
        return isOrderKept ? holdOrdered(sql, columns, mostRows) : holdUnordered(sql, columns, mostRows);
    }

    private HeldRows holdOrdered(String sql, int columns, long mostRows) throws SQLException, TooManyRowsException {
        if (materialise(sql, columns) > mostRows) {
            throw new TooManyRowsException();
        }
        return open("FROM " + RESULT);
    }

    /** A common table expression takes rows in as they come from each thread, and is whole before any of it is read. */
    private HeldRows holdUnordered(String sql, int columns, long mostRows) throws SQLException, TooManyRowsException {
        String counted = "(SELECT CASE WHEN count(*) > " + mostRows + " THEN error(" + DuckSql.text(TOO_MANY_ROWS)
                + ") ELSE true END FROM " + RESULT + ")";
        try {
            return open("WITH " + RESULT + "(" + names(columns) + ") AS MATERIALIZED (" + sql + ") FROM " + RESULT
                    + " WHERE " + counted);
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).endsWith(TOO_MANY_ROWS)) {
                throw new TooManyRowsException();
            }
            throw e;
        }
    }

    private HeldRows open(String sql) throws SQLException {
        @Nullable HeldRows held = null;
        Statement statement = begin();
        try {
            held = new HeldRows(statement, statement.executeQuery(sql));
            return held;
        } finally {
            end();
            if (held == null) {
                statement.close();
            }
        }
    }

    /** Executes a query whole, and keeps its rows in their order; returns how many there are. */
    long materialise(String sql, int columns) throws SQLException {
        execute("CREATE TEMP TABLE " + RESULT + " AS SELECT * FROM (" + sql + ") AS t(" + names(columns) + ")");
        return query("SELECT count(*) FROM " + RESULT, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    private static String names(int columns) {
        return IntStream.range(0, columns).mapToObj(column -> "c" + column).collect(Collectors.joining(", "));
    }

    /**
     * Whether a statement failed for want of memory. There is no code of it, only the name of its kind, which DuckDB's messages
     * begin with: nothing that depends on it may be wrong if it is not known.
     */
    public static boolean isOutOfMemory(SQLException failure) {
        return String.valueOf(failure.getMessage()).startsWith("Out of Memory Error:");
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
