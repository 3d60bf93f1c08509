package io.lakeflight.engine.spark.fastlane.translate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.classic.SparkSession;

/** One query over tables of small values, grown at random from expressions and operators that there are rules for. */
final class RandomQuery {
    private final Random random;

    RandomQuery(long seed) {
        random = new Random(seed);
        // Neighbouring seeds begin alike.
        random.nextLong();
    }

    /** Values small enough that few of the expressions overflow. */
    static void create(SparkSession spark) throws IOException {
        for (String name : List.of("f", "g")) {
            Path folder = Files.createTempDirectory("fuzz-").resolve(name);
            String id = name.equals("f") ? "id" : "(id * 7 + 3)";
            spark.sql(String.join(
                                    "",
                                    "SELECT cast(id AS INT) AS id,",
                                    " if(%1$s %% 5 = 0, NULL, cast(%1$s %% 7 - 3 AS INT)) AS i,",
                                    " if(%1$s %% 11 = 1, NULL, cast(%1$s %% 13 * 1000 AS BIGINT)) AS l,",
                                    " if(%1$s %% 6 = 2, NULL, cast(%1$s %% 9 * 1.25 - 3 AS DECIMAL(9,2))) AS m,",
                                    " if(%1$s %% 8 = 3, NULL, cast(%1$s %% 10 * 0.0375 AS DECIMAL(12,4))) AS n,",
                                    " if(%1$s %% 7 = 4, NULL, elt(cast(%1$s %% 8 + 1 AS INT), 'a', 'B', 'ab', ' x ', '', 'abc', 'é', 'Zz')) AS s,",
                                    " if(%1$s %% 9 = 5, NULL, date_add(DATE '2019-12-20', cast(%1$s * 17 AS INT))) AS d,",
                                    " if(%1$s %% 10 = 6, NULL, cast(%1$s %% 5 / 4 - 0.5 AS DOUBLE)) AS x,",
                                    " if(%1$s %% 4 = 1, NULL, %1$s %% 3 = 0) AS b FROM range(40)")
                            .formatted(id))
                    .coalesce(1)
                    .write()
                    .parquet(folder.toString());
            spark.read().parquet(folder.toString()).createOrReplaceTempView(name);
        }
    }

    String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "SELECT id, " + list(3) + " FROM f WHERE " + condition(3) + " ORDER BY id";
            case 1 -> "SELECT " + key() + " AS k, " + aggregates() + " FROM f WHERE " + condition(2) + " GROUP BY 1";
            case 2 ->
                "SELECT f.id, g.id AS other, " + qualified("f", "i + 1") + " FROM f " + join()
                        + " g ON f.i = g.i AND f.id < 20 AND g.id % 2 = 0";
            case 3 -> "SELECT " + aggregates() + " FROM (SELECT " + all() + " FROM f WHERE " + condition(2) + ") q";
            case 4 ->
                "SELECT id, " + window() + ", " + window() + " FROM f WHERE " + condition(1) + " ORDER BY id LIMIT "
                        + (5 + random.nextInt(40));
            default ->
                "SELECT " + value(random.nextInt(6), 2) + " AS v, id FROM f WHERE i "
                        + (random.nextBoolean() ? "NOT " : "") + "IN (SELECT i FROM g WHERE " + condition(1) + ")";
        };
    }

    private static String qualified(String table, String expression) {
        return expression.replace("i ", table + ".i ");
    }

    private String join() {
        return pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    }

    private String all() {
        return "id, " + integer(2) + " AS i, l, " + decimal(2) + " AS m, n, " + string(2) + " AS s, " + date(1)
                + " AS d, x, " + condition(2) + " AS b";
    }

    private String list(int depth) {
        return IntStream.range(0, 3)
                .mapToObj(i -> value(random.nextInt(6), depth) + " AS v" + i)
                .collect(Collectors.joining(", "));
    }

    private String aggregates() {
        return IntStream.range(0, 4).mapToObj(i -> aggregate() + " AS a" + i).collect(Collectors.joining(", "));
    }

    private String aggregate() {
        String filter = random.nextInt(4) == 0 ? " FILTER (WHERE " + condition(1) + ")" : "";
        String distinct = random.nextInt(4) == 0 ? "DISTINCT " : "";
        return switch (random.nextInt(6)) {
            case 0 -> "count(*)" + filter;
            case 1 -> "count(" + distinct + value(random.nextInt(6), 1) + ")" + filter;
            case 2 -> pick("min", "max") + "(" + value(random.nextInt(6), 2) + ")" + filter;
            case 3 -> pick("sum", "avg") + "(" + distinct + integer(2) + ")" + filter;
            case 4 -> pick("sum", "avg") + "(" + distinct + decimal(1) + ")" + filter;
            default -> "sum(" + decimal(1) + ") / count(*)";
        };
    }

    private String window() {
        String over = " OVER (PARTITION BY " + pick("i", "b", "s", "id % 3") + " ORDER BY id"
                + pick(
                        "",
                        " DESC",
                        " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
                        " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING")
                + ")";
        return pick("sum(i)", "avg(m)", "count(s)", "min(d)", "max(n)", "sum(m)", "avg(i)") + over;
    }

    private String key() {
        return pick("i", "s", "b", "year(d)", "m", "x", integer(1), string(1), condition(1));
    }

    private String value(int type, int depth) {
        return switch (type) {
            case 0 -> integer(depth);
            case 1 -> decimal(depth);
            case 2 -> string(depth);
            case 3 -> date(depth);
            case 4 -> floating(depth);
            default -> condition(depth);
        };
    }

    private String integer(int depth) {
        if (depth == 0) {
            return pick("i", "id", "3", "-2", "length(s)", "7");
        }
        return switch (random.nextInt(9)) {
            case 0 -> "(" + integer(depth - 1) + " + " + integer(depth - 1) + ")";
            case 1 -> "(" + integer(depth - 1) + " - " + integer(depth - 1) + ")";
            case 2 -> "(" + integer(depth - 1) + " * " + integer(depth - 1) + ")";
            case 3 -> "(" + integer(depth - 1) + " % " + pick("3", "(id + 1)", "-4") + ")";
            case 4 -> "abs(" + integer(depth - 1) + ")";
            case 5 -> "coalesce(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
            case 6 ->
                "CASE WHEN " + condition(depth - 1) + " THEN " + integer(depth - 1) + " ELSE " + integer(depth - 1)
                        + " END";
            case 7 -> "cast((" + integer(depth - 1) + " div " + pick("2", "(id + 3)", "-3") + ") AS INT)";
            default -> pick("year", "month", "day", "quarter", "dayofweek") + "(" + date(depth - 1) + ")";
        };
    }

    private String decimal(int depth) {
        if (depth == 0) {
            return pick("m", "n", "1.5", "0.05");
        }
        return switch (random.nextInt(8)) {
            case 0 -> "(" + decimal(depth - 1) + " + " + decimal(depth - 1) + ")";
            case 1 -> "(" + decimal(depth - 1) + " - " + decimal(depth - 1) + ")";
            case 2 -> "(" + decimal(depth - 1) + " * " + decimal(depth - 1) + ")";
            case 3 -> "(" + decimal(depth - 1) + " / " + pick("3.5", "7", "(id + 1)") + ")";
            case 4 -> "cast(" + decimal(depth - 1) + " AS DECIMAL(" + pick("12,1", "20,6", "18,3") + "))";
            case 5 -> "round(" + decimal(depth - 1) + ", " + random.nextInt(3) + ")";
            case 6 -> "coalesce(" + decimal(depth - 1) + ", " + decimal(depth - 1) + ")";
            default -> "if(" + condition(depth - 1) + ", " + decimal(depth - 1) + ", -" + decimal(depth - 1) + ")";
        };
    }

    private String string(int depth) {
        if (depth == 0) {
            return pick("s", "'b'", "'ab'", "cast(i AS STRING)");
        }
        return switch (random.nextInt(7)) {
            case 0 -> "(" + string(depth - 1) + " || " + string(depth - 1) + ")";
            case 1 ->
                "substring(" + string(depth - 1) + ", " + (random.nextInt(7) - 3) + ", " + random.nextInt(4) + ")";
            case 2 -> "trim(" + string(depth - 1) + ")";
            case 3 -> "replace(" + string(depth - 1) + ", 'a', " + string(depth - 1) + ")";
            case 4 -> "coalesce(" + string(depth - 1) + ", " + string(depth - 1) + ")";
            case 5 -> "cast(" + pick(integer(depth - 1), date(depth - 1), "m", condition(depth - 1)) + " AS STRING)";
            default -> "lpad(" + string(depth - 1) + ", 4, '*')";
        };
    }

    private String date(int depth) {
        if (depth == 0) {
            return pick("d", "DATE '2020-02-29'");
        }
        return switch (random.nextInt(5)) {
            case 0 -> "date_add(" + date(depth - 1) + ", " + (random.nextInt(100) - 50) + ")";
            case 1 -> "add_months(" + date(depth - 1) + ", " + (random.nextInt(40) - 20) + ")";
            case 2 -> "last_day(" + date(depth - 1) + ")";
            case 3 -> "trunc(" + date(depth - 1) + ", '" + pick("MONTH", "YEAR", "WEEK", "QUARTER") + "')";
            default -> "greatest(" + date(depth - 1) + ", " + date(depth - 1) + ")";
        };
    }

    private String floating(int depth) {
        if (depth == 0) {
            return pick("x", "0.5D", "cast(i AS DOUBLE)");
        }
        return switch (random.nextInt(4)) {
            case 0 -> "(" + floating(depth - 1) + " + " + floating(depth - 1) + ")";
            case 1 -> "(" + floating(depth - 1) + " * " + floating(depth - 1) + ")";
            case 2 -> "(" + floating(depth - 1) + " / " + pick("4D", "(id + 0.5D)") + ")";
            default -> "coalesce(" + floating(depth - 1) + ", " + floating(depth - 1) + ")";
        };
    }

    private String condition(int depth) {
        if (depth == 0) {
            return pick("b", "i > 0", "s = 'ab'", "m < 2", "d >= DATE '2020-03-01'", "x = 0", "s IS NULL", "true");
        }
        return switch (random.nextInt(9)) {
            case 0 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
            case 2 -> "(NOT " + condition(depth - 1) + ")";
            case 3 -> "(" + integer(depth - 1) + pick(" < ", " = ", " <=> ", " >= ") + integer(depth - 1) + ")";
            case 4 -> "(" + decimal(depth - 1) + pick(" < ", " = ", " <=> ", " >= ") + decimal(depth - 1) + ")";
            case 5 -> "(" + string(depth - 1) + pick(" < ", " = ", " <=> ", " >= ") + string(depth - 1) + ")";
            case 6 -> "(" + integer(depth - 1) + " IN (1, 2, " + integer(depth - 1) + "))";
            case 7 -> "(" + string(depth - 1) + " LIKE '" + pick("a%", "%b", "_b%", "%") + "')";
            default -> "(" + date(depth - 1) + pick(" < ", " = ", " >= ") + date(depth - 1) + ")";
        };
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
