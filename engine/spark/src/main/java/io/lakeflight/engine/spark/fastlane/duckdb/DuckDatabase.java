package io.lakeflight.engine.spark.fastlane.duckdb;

import java.sql.SQLException;

/** One of the engine's DuckDBs, as a session's own: another one may take its place for statements to come. */
public interface DuckDatabase {
    /** A session beside others, in UTC; the caller closes it. There is none once the database is closed. */
    DuckSession session() throws SQLException;

    /** Whether no other one has taken its place. */
    boolean isOpen();
}
