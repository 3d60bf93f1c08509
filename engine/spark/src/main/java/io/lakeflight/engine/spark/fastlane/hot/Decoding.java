package io.lakeflight.engine.spark.fastlane.hot;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckDatabase;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a table of columns of a data file: read as a statement would, in the file's order, then compressed. A checkpoint that fails
 * costs the table's own database only; what came of it is compared with the file before anybody reads it.
 */
final class Decoding {
    /** In its database, which has no other one. */
    static final String TABLE = "t";

    private final DuckDatabase database;
    private final String name;

    /** @param name of the table's database, which no other one has */
    Decoding(DuckDatabase database, String name) {
        this.database = database;
        this.name = name;
    }

    /**
     * What has come of it.
     *
     * @param bytes by which the tables in memory have grown: more or less than this one takes, if statements were at work
     */
    record Decoded(Map<ColumnKey, String> names, long bytes) {}

    /** @throws SQLException if it cannot be done; nothing is left of it then */
    Decoded of(WholeFile file, Set<ColumnKey> columns) throws SQLException {
        boolean isRight = false;
        try (DuckSession session = database.session()) {
            long before = tableBytes(session);
            session.execute("ATTACH ':memory:' AS " + name + " (COMPRESS)");
            Map<ColumnKey, String> names = fill(session, file, columns);
            long bytes = tableBytes(session) - before;
            isRight = true;
            return new Decoded(names, bytes);
        } finally {
            if (!isRight) {
                detach();
            }
        }
    }

    private Map<ColumnKey, String> fill(DuckSession session, WholeFile file, Set<ColumnKey> columns)
            throws SQLException {
        List<ColumnScan.Column> named = new ArrayList<>();
        Map<ColumnKey, String> names = new HashMap<>();
        for (ColumnKey column : columns) {
            String own = "c" + named.size();
            named.add(new ColumnScan.Column(own, column));
            names.put(column, own);
        }
        String rows = new ColumnScan(List.of(file), named).text();
        session.execute("CREATE TABLE " + name + "." + TABLE + " AS " + rows);
        session.execute("CHECKPOINT " + name);
        if (!sum(session, named, "(" + rows + ")").equals(sum(session, named, name + "." + TABLE))) {
            throw new SQLException("The table of a data file is not what is in it");
        }
        return names;
    }

    /** The number of rows, and what does not depend on their order. */
    private static String sum(DuckSession session, List<ColumnScan.Column> columns, String source) throws SQLException {
        String hash = columns.stream().map(ColumnScan.Column::name).collect(Collectors.joining(", ", "hash(", ")"));
        String sql =
                "SELECT concat_ws(' ', count(*), sum(" + hash + "::HUGEINT), bit_xor(" + hash + ")) FROM " + source;
        return session.query(sql, rows -> {
            rows.next();
            return rows.getString(1);
        });
    }

    /** Of all tables that DuckDB has in memory, or has had no room for: it does not tell of each. */
    private static long tableBytes(DuckSession session) throws SQLException {
        String sql =
                "SELECT coalesce(sum(memory_usage_bytes + temporary_storage_bytes), 0)::BIGINT FROM duckdb_memory()"
                        + " WHERE tag = 'IN_MEMORY_TABLE'";
        return session.query(sql, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    String name() {
        return name;
    }

    /** Frees the table; statements that still read it go on. */
    void detach() throws SQLException {
        try (DuckSession session = database.session()) {
            session.execute("DETACH DATABASE IF EXISTS " + name);
        }
    }
}
