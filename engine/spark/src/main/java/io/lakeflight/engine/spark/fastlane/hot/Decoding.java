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

    /** What has come of it. */
    record Decoded(Map<ColumnKey, String> names, long bytes) {}

    Decoded of(WholeFile file, Set<ColumnKey> columns) throws SQLException {
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
            Decoded decoded = new Decoded(names, bytes());
            isWhole = true;
            return decoded;
        } finally {
            if (!isWhole) {
                session.execute("DETACH " + database);
            }
        }
    }

    private long bytes() throws SQLException {
        String sql =
                "SELECT block_size * total_blocks FROM pragma_database_size() WHERE database_name = '" + database + "'";
        return session.query(sql, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }
}
