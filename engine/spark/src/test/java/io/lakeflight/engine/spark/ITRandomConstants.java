package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random conditions, each with constants from so few values that they are often equal, contradict each other or follow from
 * each other: whatever is known, its rows are Spark's.
 */
class ITRandomConstants {
    private static final int SHAPES = Integer.getInteger("fastlane.constant-shapes", 10);
    private static final int TEXTS = 14;

    private final TestingLane lane = TestingLane.withoutCode("random-constants");
    private final TestingConstants lanes = new TestingConstants(lane);
    private final Random random = new Random(4);

    @BeforeEach
    void createTables() {
        lane.execute("DROP TABLE IF EXISTS r");
        lane.execute("DROP TABLE IF EXISTS q");
        lane.execute("CREATE TABLE r (a INT, b INT, s STRING, d DATE) USING iceberg");
        lane.execute("CREATE TABLE q (a INT, b INT, s STRING, d DATE) USING iceberg PARTITIONED BY (b)");
        for (String table : List.of("r", "q")) {
            lane.execute("INSERT INTO " + table + " SELECT IF(id % 11 = 3, NULL, id % 6), IF(id % 7 = 2, NULL, id % 5),"
                    + " IF(id % 9 = 4, NULL, concat('s', id % 4)), date_add(DATE '2026-01-01', CAST(id % 5 AS INT))"
                    + " FROM range(60)");
        }
    }

    private String column(String table) {
        return table + "." + (random.nextBoolean() ? "a" : "b");
    }

    private String comparison() {
        String table = random.nextInt(3) == 0 ? "q" : "r";
        String column = column(table);
        String operator = List.of("=", "<", "<=", ">", ">=", "<>", "<=>").get(random.nextInt(7));
        return switch (random.nextInt(12)) {
            case 0 -> column + " BETWEEN {int:0:4} AND {int:1:6}";
            case 1 -> column + " IN ({int:0:5}, {int:0:5}, 3)";
            case 2 -> table + ".s " + operator + " 's{int:0:4}'";
            case 3 -> table + ".d " + operator + " DATE '2026-01-0{int:1:6}'";
            case 4 -> table + ".d " + operator + " DATE '2026-01-0{int:1:6}' + INTERVAL '1' DAY";
            case 5 -> column + " " + operator + " " + column("r");
            case 6 -> column + " + 1 = {int:0:5}";
            case 7 -> "{int:0:5} " + operator + " " + column;
            case 8 -> column + " IS NOT NULL";
            default -> column + " " + operator + " {int:0:5}";
        };
    }

    private String condition(int depth) {
        if (depth == 0) {
            return comparison();
        }
        return switch (random.nextInt(5)) {
            case 0 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
            case 1 -> "NOT (" + condition(depth - 1) + ")";
            case 2, 3 -> condition(depth - 1) + " AND " + condition(depth - 1);
            default -> condition(0);
        };
    }

    private String query() {
        String join = List.of("JOIN", "LEFT JOIN", "FULL JOIN").get(random.nextInt(3));
        String condition = condition(2);
        String from = "r " + join + " q ON r.a = q.a AND r.s = q.s";
        return random.nextBoolean()
                ? "SELECT count(*) AS n, sum(r.a) AS x, max(q.d) AS y FROM " + from + " WHERE " + condition
                : "SELECT r.b, count(q.a) AS n FROM " + from + " WHERE " + condition
                        + " GROUP BY r.b HAVING count(*) > {int:0:3}";
    }

    @Test
    void rowsAreSparks() {
        TestingShapes shapes = new TestingShapes();
        List<String> known = new ArrayList<>();
        for (int i = 0; i < SHAPES; i++) {
            for (String sql : shapes.different(query(), TEXTS)) {
                if (lanes.isKnown(sql)) {
                    known.add(sql);
                }
            }
        }
        assertThat(known).hasSizeGreaterThan(SHAPES / 4);
    }
}
