package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts and ends of a table's columns are those that Spark finds in its rows, whoever answers. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITTableFigures {
    private static final String COLUMNS =
            "id INT, `1` INT, b BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(9,2),"
                    + " m DECIMAL(30,4), day DATE, ts TIMESTAMP, tz TIMESTAMP_NTZ, s STRING, bin BINARY, `o o` INT";

    private final TestingCluster cluster;
    private final TestingClient front;
    private final TestingClient engine;
    private final Random random = new Random(20_261_128);

    ITTableFigures(TestingCluster cluster) {
        this.cluster = cluster;
        this.front = cluster.client();
        this.engine = cluster.client();
    }

    @BeforeAll
    void createTables() {
        engine.update("DECLARE VARIABLE kept INT");
        front.update("CREATE NAMESPACE lake.figures");
        front.update("USE lake.figures");
        engine.update("USE lake.figures");
        create("none", "");
        create("plain", "");
        fill("plain", 3, 40);
        create("parted", "PARTITIONED BY (truncate(10, i), b)");
        fill("parted", 2, 30);
        create("erased", "TBLPROPERTIES ('write.delete.mode' = 'merge-on-read')");
        fill("erased", 2, 30);
        engine.update("DELETE FROM erased WHERE id % 7 = 3");
        create("vectors", "TBLPROPERTIES ('format-version' = '3', 'write.delete.mode' = 'merge-on-read')");
        fill("vectors", 2, 30);
        engine.update("DELETE FROM vectors WHERE i IS NULL OR id % 5 = 1");
        create("rewritten", "");
        fill("rewritten", 2, 30);
        engine.update("DELETE FROM rewritten WHERE id % 3 = 0");
        create("emptied", "");
        fill("emptied", 1, 10);
        engine.update("DELETE FROM emptied");
        create("nulls", "");
        engine.update("INSERT INTO nulls (id) VALUES (1), (2)");
        create("evolved", "");
        fill("evolved", 2, 20);
        engine.update("ALTER TABLE evolved ALTER COLUMN i TYPE BIGINT");
        engine.update("ALTER TABLE evolved ALTER COLUMN f TYPE DOUBLE");
        engine.update("ALTER TABLE evolved ALTER COLUMN n TYPE DECIMAL(12,2)");
        engine.update("ALTER TABLE evolved RENAME COLUMN l TO long");
        engine.update("ALTER TABLE evolved DROP COLUMN day");
        engine.update("ALTER TABLE evolved ADD COLUMN day DATE");
        engine.update("INSERT INTO evolved (id, i, f, n, long) VALUES (1000, 5000000000, 0.1D, 12.34, -1)");
        create("metered", "TBLPROPERTIES ('write.metadata.metrics.default' = 'none')");
        fill("metered", 1, 20);
        create("cut", "TBLPROPERTIES ('write.metadata.metrics.default' = 'truncate(2)')");
        fill("cut", 1, 20);
        front.update("CREATE VIEW seen AS SELECT * FROM plain");
    }

    private void create(String table, String more) {
        engine.update("CREATE TABLE %s (%s) %s".formatted(table, COLUMNS, more));
    }

    private void fill(String table, int files, int rows) {
        for (int file = 0; file < files; file++) {
            List<String> values = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                values.add(row(file * rows + row));
            }
            engine.update("INSERT INTO %s VALUES %s".formatted(table, String.join(", ", values)));
        }
    }

    private String row(int id) {
        List<String> values = List.of(
                Integer.toString(random.nextInt(3)),
                pick("true", "false"),
                Integer.toString(random.nextInt(100) - 50),
                Long.toString(random.nextLong() / 2),
                "CAST('" + pick("1.5", "-0.0", "0.0", "NaN", "-Infinity", "3.4E38", "-7.25") + "' AS FLOAT)",
                "CAST('" + pick("1.5", "-0.0", "2.0", "Infinity", "1E300", "-7.25") + "' AS DOUBLE)",
                random.nextInt(1_000_000) + ".25",
                "-" + random.nextInt(1_000_000) + "00000000000.0001",
                "DATE '" + pick("1582-10-01", "1969-12-31", "2024-02-29", "9999-12-31") + "'",
                "TIMESTAMP '" + pick("1900-01-01 00:00:00.000001", "2024-03-31 02:30:00", "2500-01-01 00:00:00") + "'",
                "TIMESTAMP_NTZ '" + pick("1900-01-01 00:00:00.000001", "2024-03-31 02:30:00") + "'",
                "'" + pick("a", "b", "", "a text that is cut at sixteen characters", "é") + "'",
                "X'" + pick("00", "FF00", "") + "'",
                Integer.toString(random.nextInt(10)));
        StringBuilder row = new StringBuilder("(").append(id);
        for (String value : values) {
            row.append(", ").append(random.nextInt(8) == 0 ? "NULL" : value);
        }
        return row.append(")").toString();
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    @AfterAll
    void close() {
        front.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "plain",
                "parted",
                "erased",
                "vectors",
                "rewritten",
                "emptied",
                "nulls",
                "evolved",
                "metered",
                "cut",
                "seen"
            })
    void figuresAreSparks(String table) {
        List<String> figures = new ArrayList<>(List.of("count(*)"));
        // Spark cannot show the columns of a view.
        String columns = "SHOW COLUMNS IN " + (table.equals("seen") ? "plain" : table);
        for (Object column : engine.query(columns).column()) {
            for (String function : List.of("min", "max", "count")) {
                figures.add("%s(`%s`)".formatted(function, column));
            }
        }
        Rows expected = engine.query("SELECT %s FROM %s".formatted(String.join(", ", figures), table));

        for (int i = 0; i < figures.size(); i++) {
            String query = "SELECT %s FROM %s".formatted(figures.get(i), table);
            Rows actual = front.query(query);
            assertThat(actual.schema().getFields())
                    .as(query)
                    .containsExactly(expected.schema().getFields().get(i));
            assertThat(Rows.texts(actual.rows()).get(0))
                    .as(query)
                    .containsExactly(Rows.texts(expected.rows()).get(0).get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) AS n, MIN(ID), max(plain.l), min(`o o`), Max(day) FROM plain",
                "SELECT count(*) FROM (SELECT * FROM plain\n) dbvrcnt",
                "SELECT max(q.ts), min(tz), count(q.b), 'x' AS x FROM (SELECT * FROM plain) q LIMIT 10",
                "SELECT min(day), max(m), min(n) FROM plain",
                "SELECT count(\"1\"), count(1), count(*), count(`1`) AS one FROM plain",
                "SELECT min(i), max(n), max(long) FROM evolved",
                "SELECT q.s, * FROM (SELECT * FROM plain p) AS q WHERE 1 = 0",
                "SELECT count(*) FROM lake.tpch.lineitem",
                "SELECT min(l_shipdate), max(l_extendedprice), count(l_comment) FROM lake.tpch.lineitem",
                "SELECT current_catalog(), current_schema(), current_database() AS d, current_user(), user()"
            })
    void serverTellsThem(String query) {
        Rows expected = engine.query(query);

        Rows actual = answeredInTheServer(query);

        assertThat(actual.schema().toJson()).isEqualTo(expected.schema().toJson());
        assertThat(actual.rows()).isEqualTo(expected.rows());
    }

    @Test
    void figuresAreThoseOfTheNewestSnapshot() {
        create("growing", "");
        for (int rows = 1; rows <= 3; rows++) {
            engine.update("INSERT INTO growing (id) VALUES (%d)".formatted(rows));

            assertThat(answeredInTheServer("SELECT count(*), max(id) FROM growing")
                            .rows())
                    .containsExactly(List.of((long) rows, rows));
        }
    }

    @Test
    void oddNamesOfSchemasAreQuoted() {
        engine.update("CREATE NAMESPACE lake.figures.`odd-one`");
        try (TestingClient client = cluster.client()) {
            client.update("USE lake.figures.`odd-one`");
            engine.update("USE lake.figures.`odd-one`");
            String query = "SELECT current_schema()";

            assertThat(client.query(query).rows()).isEqualTo(engine.query(query).rows());
        } finally {
            engine.update("USE lake.figures");
        }
    }

    private Rows answeredInTheServer(String query) {
        EngineProcess process = EngineProcess.of(cluster);
        process.pause();
        try {
            return front.query(query);
        } finally {
            process.resume();
        }
    }
}
