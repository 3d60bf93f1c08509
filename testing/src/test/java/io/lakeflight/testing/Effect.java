package io.lakeflight.testing;

import java.util.List;

/**
 * A statement with an effect that shows how often it took place, on a table {@code (id int, n int)} of the rows (1, 10),
 * (2, 20), (3, 30).
 */
enum Effect {
    INSERT("INSERT INTO %s VALUES (4, 40), (5, 50)", 2, 2, "1-10 2-20 3-30 4-40 5-50"),
    UPDATE("UPDATE %s SET n = n + 1 WHERE id <= 2", 2, 2, "1-11 2-21 3-30"),
    DELETE("DELETE FROM %s WHERE id = 2", 1, 2, "1-10 3-30"),
    MERGE("""
            MERGE INTO %s t USING (SELECT * FROM VALUES (3, 5), (4, 40) AS v(id, n)) s ON t.id = s.id
            WHEN MATCHED THEN UPDATE SET n = t.n + s.n
            WHEN NOT MATCHED THEN INSERT *
            """, 2, 2, "1-10 2-20 3-35 4-40"),
    CREATE_TABLE_AS("CREATE TABLE %1$s_copy AS SELECT id, n + 1 AS n FROM %1$s", 3, 1, "1-11 2-21 3-31") {
        @Override
        String target(String table) {
            return table + "_copy";
        }
    },
    DDL("ALTER TABLE %s ADD COLUMN extra int", 0, 1, "1-10 2-20 3-30");

    private final String statement;
    private final long affectedRows;
    private final int snapshots;
    private final String rows;

    Effect(String statement, long affectedRows, int snapshots, String rows) {
        this.statement = statement;
        this.affectedRows = affectedRows;
        this.snapshots = snapshots;
        this.rows = rows;
    }

    String statement(String table) {
        return statement.formatted(table);
    }

    /** The table that shows the effect. */
    String target(String table) {
        return table;
    }

    long affectedRows() {
        return affectedRows;
    }

    /** Snapshots the target has afterwards; the rows a table starts with are one. */
    int snapshots() {
        return snapshots;
    }

    /** Rows of the target afterwards, in the order of their ids. */
    List<String> rows() {
        return List.of(rows.split(" "));
    }
}
