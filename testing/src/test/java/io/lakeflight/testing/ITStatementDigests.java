package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.SqlTokens;
import io.lakeflight.planner.statement.StatementReader;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of the same digest, as Spark answers them: names and types of their columns are the same, and so are rows. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITStatementDigests {
    private static final int VARIANTS = 60;
    private static final int ENOUGH = 4;
    private static final Random RANDOM = new Random(20_261_128);

    private final TestingCluster cluster;
    private final BareSpark spark;

    ITStatementDigests(TestingCluster cluster, BareSpark spark) {
        this.cluster = cluster;
        this.spark = spark;
    }

    @BeforeAll
    void makeTable() {
        cluster.update(
                "CREATE TABLE lake.it.cased AS SELECT id AS a, id * 2 AS b, named_struct('x', id, 'y', 'Z') AS s,"
                        + " array(id, id) AS arr, DATE '2024-01-01' AS d FROM range(5)");
    }

    @AfterAll
    void dropTable() {
        cluster.update("DROP TABLE lake.it.cased");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, b FROM lake.it.cased WHERE a > 1 AND b < 8 ORDER BY a",
                "SELECT sum(a), count(*) AS n, b AS k FROM lake.it.cased GROUP BY b HAVING sum(b) > 2 ORDER BY k",
                "SELECT x.a, y.s.x, upper(y.s.y) AS u FROM lake.it.cased x JOIN lake.it.cased y ON x.a = y.b ORDER BY"
                        + " x.a",
                "SELECT (a, b), struct(a) AS t, named_struct('q', b) FROM lake.it.cased WHERE a = 3",
                "SELECT to_json(struct(a)) FROM lake.it.cased WHERE to_json(struct(b)) LIKE '%b%' ORDER BY a",
                "SELECT a, count(b) FROM lake.it.cased GROUP BY a WITH ROLLUP ORDER BY a",
                "WITH c AS (SELECT a AS k, b FROM lake.it.cased) SELECT * FROM c WHERE k < 3 ORDER BY k",
                "SELECT * FROM (SELECT a, b FROM lake.it.cased) JOIN (SELECT a, d FROM lake.it.cased) USING (a) ORDER"
                        + " BY a",
                "SELECT CASE WHEN a = 1 THEN 'One' ELSE 'other' END, CAST(b AS DECIMAL(10, 2)) FROM lake.it.cased"
                        + " ORDER BY a",
                "SELECT CAST(s AS struct<x: string, y: string>) AS z FROM lake.it.cased WHERE a = 1",
                "SELECT rank() OVER (PARTITION BY d ORDER BY a) AS r, ceil(a / 2), left(s.y, 1) FROM lake.it.cased"
                        + " ORDER BY a",
                "SELECT d + INTERVAL 1 DAY, year(d), date_trunc('month', d), DATE '2024-02-01' FROM lake.it.cased"
                        + " LIMIT 1",
                "SELECT e.c, a FROM lake.it.cased LATERAL VIEW explode(arr) e AS c WHERE c = 2 ORDER BY a",
                "SELECT arr[0], arrays_zip(arr, arr) AS z, transform(arr, x -> x + 1) FROM lake.it.cased WHERE a = 2",
                "SELECT (SELECT max(b) FROM lake.it.cased WHERE b > 1), EXISTS (SELECT 1 FROM lake.it.cased) AS e",
                "SELECT * FROM lake.it.cased PIVOT (sum(b) FOR a IN (1, 2)) WHERE d IS NOT NULL",
                "SELECT a AS k FROM lake.it.cased UNION ALL SELECT b FROM lake.it.cased ORDER BY k",
                "SELECT * FROM VALUES (1, 'a') AS t (k, v) WHERE k = 1",
                "SELECT if(a = 1, a, b), coalesce(a, b) AS c, nullif(a, 1), a IN (1, 2) FROM lake.it.cased ORDER BY a"
            })
    void sameDigestIsTheSameResult(String query) {
        String digest = StatementReader.read(query).digest();
        BareSpark.Answer expected = spark.query(query);
        assertThat(StatementReader.read(query).opaque()).isEmpty();

        int compared = 0;
        for (int i = 0; i < VARIANTS && compared < ENOUGH; i++) {
            String variant = variant(query);
            if (StatementReader.read(variant).digest().equals(digest)) {
                BareSpark.Answer answer = spark.query(variant);
                assertThat(answer.names()).as(variant).isEqualTo(expected.names());
                assertThat(answer.types()).as(variant).isEqualTo(expected.types());
                assertThat(answer.rows()).as(variant).isEqualTo(expected.rows());
                compared++;
            }
        }
        assertThat(compared).as("variants of the same digest").isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, b + 1, 'x' FROM lake.it.cased WHERE a > %s AND s.y <> '%s' ORDER BY a",
                "SELECT sum(a), max(s.y) FROM lake.it.cased WHERE b IN (%s, 4) GROUP BY d HAVING sum(b) >= %1$s",
                "SELECT d, arr[1] FROM lake.it.cased WHERE get(arr, %s) < 4 AND d < date_add(DATE '2024-01-1%1$s', 3) ORDER BY a",
                "SELECT a / 2, c FROM (SELECT a, b * 1.5 AS c FROM lake.it.cased WHERE b * 0.5 > 0.%s) WHERE c > %1$s.25"
                        + " ORDER BY a",
                "SELECT CASE WHEN a = 1 THEN 'One' ELSE s.y END FROM lake.it.cased WHERE a IN (SELECT b FROM lake.it.cased"
                        + " WHERE a < %s) AND CASE WHEN a > %1$s THEN 'q' ELSE '%s' END <> 'r' ORDER BY 1",
            })
    void otherConstantsInConditionsLeaveTheColumns(String pattern) {
        String shape = null;
        BareSpark.Answer first = null;
        for (int round = 0; round < 2 * ENOUGH; round++) {
            String query = pattern.formatted(round % ENOUGH, "it\\'s".substring(0, round % 3));
            BareSpark.Answer expected = spark.query(query);
            String read = StatementReader.read(query).shape();
            assertThat(read).isEqualTo(shape == null ? read : shape);
            first = first == null ? expected : first;
            shape = read;

            assertThat(expected.names()).as(query).isEqualTo(first.names());
            assertThat(expected.types()).as(query).isEqualTo(first.types());
            assertThat(cluster.query(query).texts()).as(query).isEqualTo(expected.rows());
        }
    }

    /** With another letter case of some words, quotes around some, and other blanks. */
    private static String variant(String query) {
        StringBuilder text = new StringBuilder();
        int[] end = {0};
        // Few words are changed in some variants, so that there are some of the same digest.
        int odds = List.of(2, 8, 30).get(RANDOM.nextInt(3));
        SqlTokens.forEach(query, (start, stop) -> {
            text.append(start > end[0] ? List.of(" ", "\n", " /* it's */ ").get(RANDOM.nextInt(3)) : "");
            text.append(changed(query.substring(start, stop), odds));
            end[0] = stop;
        });
        return text.toString();
    }

    private static String changed(String token, int odds) {
        if (!Character.isLetter(token.charAt(0)) || RANDOM.nextInt(odds) > 0) {
            return token;
        }
        return switch (RANDOM.nextInt(3)) {
            case 0 -> token.toUpperCase(Locale.ROOT);
            case 1 -> token.toLowerCase(Locale.ROOT);
            default -> token.length() == 1 ? '`' + token + '`' : token;
        };
    }
}
