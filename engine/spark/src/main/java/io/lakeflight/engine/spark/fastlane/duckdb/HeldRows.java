package io.lakeflight.engine.spark.fastlane.duckdb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows of a statement that DuckDB holds all of, to be read once. */
public record HeldRows(Statement statement, ResultSet rows) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
        try (statement) {
            rows.close();
        }
    }
}
