package io.lakeflight.engine.spark.fastlane.hot;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a table of columns of a data file: read as a statement would, in the file's order, then compressed. */
final class Decoding {
    /** In its database, which has no other one. */
    static final String TABLE = "t";

    private final String database;
    private final DuckSession session;

    /** @param database a name that no other one has */
    Decoding(String database, DuckSession session) {
        this.database = database;
        this.session = session;
    }

    /**
     * What has come of it.
     *
     * @param bytes by which the tables in memory have grown: more or less than this one takes, if statements were at work
     */
    record Decoded(Map<ColumnKey, String> names, long bytes) {}

    Decoded of(WholeFile file, Set<ColumnKey> columns) throws SQLException {
        long before = tableBytes();
        session.execute("ATTACH ':memory:' AS " + database + " (COMPRESS)");
        boolean isWhole = false;
        try {
            List<ColumnScan.Column> named = new ArrayList<>();
            Map<ColumnKey, String> names = new HashMap<>();
            for (ColumnKey column : columns) {
                String name = "c" + named.size();
                named.add(new ColumnScan.Column(name, column));
                names.put(column, name);
            }
            String rows = new ColumnScan(List.of(file), named).text();
            session.execute("CREATE TABLE " + database + "." + TABLE + " AS " + rows);
            session.execute("CHECKPOINT " + database);
            Decoded decoded = new Decoded(names, tableBytes() - before);
            isWhole = true;
            return decoded;
        } finally {
            if (!isWhole) {
                session.execute("DETACH " + database);
            }
        }
    }

    /** Of all tables that DuckDB has in memory, or has had no room for: it does not tell of each. */
    private long tableBytes() throws SQLException {
        String sql = "SELECT coalesce(sum(memory_usage_bytes + temporary_storage_bytes), 0)::BIGINT FROM duckdb_memory()"
                + " WHERE tag = 'IN_MEMORY_TABLE'";
        return session.query(sql, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }
}
