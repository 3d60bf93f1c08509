package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told to be left of a table under a condition, beside the files in which Spark finds rows that meet it. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITScanEstimates {
    private static final int FILES = 12;
    private static final int CONDITIONS = 150;
    private static final Pattern LEFT = Pattern.compile("snapshot \\d+, (\\d+) (?:of (\\d+) )?files, .*");

    private final TestingCluster cluster;
    private final Random random = new Random(4_711);

    ITScanEstimates(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void makeTable() {
        cluster.update(
                "CREATE TABLE lake.it.estimated USING iceberg PARTITIONED BY (part) AS SELECT CAST(id AS INT) AS n, id"
                        + " * 1000000007 AS big, CAST(id / 4 AS DECIMAL(10, 2)) AS money, id / 8D AS dbl, CAST(id * 0.1 AS"
                        + " FLOAT) AS flt, CASE WHEN id % 7 = 0 THEN NULL ELSE concat('k', lpad(id, 3, '0')) END AS txt,"
                        + " date_add(DATE '2024-01-01', CAST(id AS INT)) AS day, timestampadd(HOUR, id * 6, TIMESTAMP"
                        + " '2024-01-01 00:00:00') AS ts, timestampadd(HOUR, id * 6, TIMESTAMP_NTZ '2024-01-01 00:00:00')"
                        + " AS ntz, id % 2 = 0 AS flag, CAST(id DIV 5 AS INT) AS part FROM range(60)");
    }

    @AfterAll
    void dropTable() {
        cluster.update("DROP TABLE lake.it.estimated");
    }

    @Test
    void noFileWithRowsThatMatchIsLeftOut() {
        int pruned = 0;
        int compared = 0;
        for (String zone : List.of("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago")) {
            try (TestingClient client = cluster.client()) {
                client.update("SET spark.sql.session.timeZone = " + zone);
                for (int i = 0; i < CONDITIONS / 3; i++) {
                    String condition = condition();
                    long found = found(client, condition);
                    if (found < 0) {
                        continue;
                    }
                    long left = left(client, condition);
                    assertThat(left)
                            .as("files left by %s in %s", condition, zone)
                            .isGreaterThanOrEqualTo(found);
                    compared++;
                    pruned += left < FILES ? 1 : 0;
                }
            }
        }

        assertThat(compared).isGreaterThan(CONDITIONS / 2);
        assertThat(pruned).isGreaterThan(CONDITIONS / 8);
    }

    /** Shapes in which Spark reads the table without the condition are told so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT n FROM lake.it.estimated WHERE part = 3",
                "SELECT n FROM lake.it.estimated WHERE part = 3 AND rand() < 0.5 ORDER BY n LIMIT 1",
                "SELECT n, row_number() OVER (ORDER BY n) FROM lake.it.estimated WHERE part = 3",
                "SELECT n, count(*) FROM lake.it.estimated WHERE part = 3 GROUP BY n WITH ROLLUP",
                "SELECT e.n FROM lake.it.estimated e JOIN lake.tpch.nation x ON e.n = x.n_nationkey AND part = 3",
                "SELECT e.n FROM lake.it.estimated e LEFT JOIN lake.tpch.nation x ON e.n = x.n_nationkey WHERE part ="
                        + " 3",
                "SELECT e.n FROM lake.it.estimated e LEFT ANTI JOIN lake.tpch.nation x ON e.n = x.n_nationkey WHERE"
                        + " e.part = 3",
                "SELECT e.n FROM lake.tpch.nation x RIGHT JOIN lake.it.estimated e ON e.n = x.n_nationkey WHERE part ="
                        + " 3",
                "SELECT n, c FROM lake.it.estimated LATERAL VIEW OUTER explode(array(n)) e AS c WHERE part = 3",
                "SELECT n, id FROM lake.it.estimated, range(3) WHERE part = 3",
                "SELECT n FROM lake.it.estimated, LATERAL (SELECT max(n_nationkey) FROM lake.tpch.nation WHERE"
                        + " n_nationkey = n) WHERE part = 3",
                "SELECT n FROM lake.it.estimated WHERE part = 3 AND n > (SELECT max(n_nationkey) FROM lake.tpch.nation"
                        + " WHERE n_nationkey < n)",
                "SELECT n, (SELECT count(*) FROM lake.tpch.nation WHERE n_nationkey < n) FROM lake.it.estimated WHERE"
                        + " part = 3",
                "SELECT n FROM lake.it.estimated WHERE part = 3 AND EXISTS (SELECT 1 FROM lake.tpch.nation WHERE"
                        + " n_nationkey < n)",
                "SELECT n FROM lake.it.estimated WHERE part = 3 AND n NOT IN (SELECT n_nationkey FROM"
                        + " lake.tpch.nation)",
                "SELECT n FROM lake.it.estimated WHERE part = 3 AND n IN (SELECT max(n_nationkey) FROM"
                        + " lake.tpch.nation WHERE n_regionkey < n GROUP BY n_name)",
                "SELECT n_name FROM lake.tpch.nation WHERE NOT EXISTS (SELECT 1 FROM lake.it.estimated WHERE part = 3"
                        + " AND n = n_nationkey)",
                "SELECT n_name, (SELECT max(n) FROM lake.it.estimated WHERE part = 3 AND n = n_nationkey) FROM"
                        + " lake.tpch.nation",
                "WITH c AS (SELECT n, rand() AS r FROM lake.it.estimated WHERE part = 3) SELECT * FROM c a JOIN c b ON"
                        + " a.n = b.n",
                "WITH RECURSIVE c(k) AS (SELECT n FROM lake.it.estimated WHERE part = 3 UNION ALL SELECT k + 1 FROM c"
                        + " WHERE k < 5) SELECT * FROM c",
                "SELECT n FROM lake.it.estimated WHERE part = 3 INTERSECT SELECT n_nationkey FROM lake.tpch.nation",
                "SELECT n FROM lake.it.estimated TABLESAMPLE (10 PERCENT) WHERE part = 3",
                "UPDATE lake.it.estimated SET n = 1 WHERE part = 3",
                "DELETE FROM lake.it.estimated WHERE part = 3 AND txt LIKE '%1'",
                "UPDATE lake.it.estimated SET n = 1 WHERE part = 3 AND big IN (SELECT n_nationkey FROM"
                        + " lake.tpch.nation)"
            })
    void conditionThatCountsIsPushedDown(String sql) {
        try (TestingClient client = cluster.client()) {
            String detail = detail(client, sql);
            if (detail.contains(" 1 of 12 files")) {
                String plan = client.query("EXPLAIN " + sql).value().toString();
                assertThat(plan.lines().filter(line -> line.contains("lake.it.estimated") && line.contains("filters=")))
                        .isNotEmpty()
                        .allMatch(line -> line.contains("part = 3"));
            } else {
                assertThat(detail).contains(" 12 files");
            }
        }
    }

    /** How many files have rows that match; negative if Spark does not compare these. */
    private static long found(TestingClient client, String condition) {
        try {
            return ((Number) client.query("SELECT count(DISTINCT _file) FROM lake.it.estimated WHERE " + condition)
                            .value())
                    .longValue();
        } catch (RuntimeException e) {
            return -1;
        }
    }

    private static long left(TestingClient client, String condition) {
        String detail = detail(client, "SELECT n FROM lake.it.estimated WHERE " + condition);
        Matcher matcher = LEFT.matcher(detail);
        assertThat(matcher.matches()).as(detail).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static String detail(TestingClient client, String sql) {
        return client.query("EXPLAIN ROUTE " + sql).rows().stream()
                .filter(row -> "table".equals(row.get(0)) && "lake.it.estimated".equals(row.get(1)))
                .map(row -> String.valueOf(row.get(3)))
                .findFirst()
                .orElseThrow();
    }

    private String condition() {
        String one = simple();
        return switch (random.nextInt(5)) {
            case 0 -> one + " AND " + simple();
            case 1 -> "(" + one + ") OR " + simple();
            case 2 -> "NOT (" + one + ")";
            default -> one;
        };
    }

    private String simple() {
        String column = any("n", "big", "money", "dbl", "flt", "txt", "day", "ts", "ntz", "flag", "part");
        String value = random.nextInt(6) > 0 ? fitting(column) : fitting(any("n", "money", "txt", "day", "ts", "flag"));
        String other = fitting(column);
        return switch (random.nextInt(8)) {
            case 0 -> "%s BETWEEN %s AND %s".formatted(column, value, other);
            case 1 -> "%s IN (%s, %s)".formatted(column, value, other);
            case 2 -> "%s IS %sNULL".formatted(column, any("", "NOT "));
            case 3 -> "%s %s %s".formatted(value, any("=", "<", ">=", "<>"), column);
            case 4 ->
                column.equals("txt")
                        ? "txt LIKE '" + any("k00%", "k01_", "%5", "k0!%%", "k") + "'"
                        : column + " = " + value;
            default -> "%s %s %s".formatted(column, any("=", "<", "<=", ">", ">=", "<=>"), value);
        };
    }

    private String fitting(String column) {
        int number = random.nextInt(64) - 2;
        String day = "2024-0" + (1 + random.nextInt(2)) + "-" + any("01", "05", "13", "28", "7");
        String time = day + any("", " 06:00:00", " 23:59:59.999999", "T12:00", " 06:00:00 Asia/Tokyo", " 06:00:00Z");
        return switch (column) {
            case "n", "part" ->
                any(number + "", number + "L", number + ".0", number + ".5", "'" + number + "'", number + "e0");
            case "big" -> any(number * 1_000_000_007L + "", number + "000000000", "'" + number + "'");
            case "money" ->
                any(
                        number / 4 + ".25",
                        number / 4 + "",
                        number / 4 + ".255",
                        number / 4 + ".5BD",
                        "'" + number + ".5'");
            case "dbl", "flt" -> any(number / 8 + ".125", "0." + Math.abs(number), number / 8 + "D", "-0.0", "'0.5'");
            case "txt" -> any("'k0%02d'".formatted(Math.abs(number)), "'K010'", "'k0' '15'", "'k\\u0030' '20'", "''");
            case "day" ->
                any(
                        "DATE '2024-01-%02d'".formatted(1 + random.nextInt(31)),
                        "'" + day + "'",
                        "'" + time + "'",
                        "TIMESTAMP '2024-01-09 05:00:00'");
            case "ts", "ntz" ->
                any(
                        "TIMESTAMP '2024-01-%02d 06:00:00'".formatted(1 + random.nextInt(16)),
                        "TIMESTAMP_NTZ '2024-01-05 12:00:00'",
                        "'" + time + "'",
                        "DATE '2024-01-08'",
                        "CAST('2024-01-06 18:00:00' AS TIMESTAMP)");
            default -> any("true", "false", "'true'", "1");
        };
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
