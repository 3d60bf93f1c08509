package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.fastlane.rewrite.PlanRewrites;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Joins in other places than Spark's give what Spark's give: of keys with nulls and without partners, and of errors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ITRewrittenPlans {
    private static final int RANDOM = 80;

    private final Lanes lanes = new Lanes("UTC");

    @BeforeAll
    void writeTables() {
        lanes.spark().sql("""
                CREATE TABLE items USING parquet AS SELECT
                    if(id % 9 = 8, NULL, cast(id AS INT)) AS item, 'brand ' || id % 5 AS brand, cast(id % 3 AS INT) AS kind,
                    if(id % 7 = 6, NULL, cast(id % 6 AS INT)) AS weight
                FROM range(40)
                """);
        lanes.spark().sql("""
                CREATE TABLE shops USING parquet AS SELECT
                    cast(id AS INT) AS shop, elt(cast(id % 3 + 1 AS INT), 'DE', 'FR', NULL) AS country,
                    if(id % 2 = 0, cast(id AS STRING), 'none') AS code
                FROM range(12)
                """);
        lanes.spark().sql("""
                CREATE TABLE sales USING parquet AS SELECT
                    id AS sale,
                    if(id % 13 = 5, NULL, cast(id * 7 % 45 AS INT)) AS item,
                    if(id % 11 = 7, NULL, cast(id * 5 % 14 AS INT)) AS shop,
                    if(id % 10 = 3, NULL, cast(id * 7919 % 10000 / 100 AS DECIMAL(12, 2))) AS amount,
                    if(id % 8 = 1, NULL, cast(id % 6 AS INT)) AS units,
                    if(id % 5 = 1, NULL, cast(id % 4 AS INT)) AS discount,
                    9223372036854775807 AS large,
                    if(id % 13 = 5, '1', 'one') AS code
                FROM range(600)
                """);
        lanes.spark().sql("""
                CREATE TABLE fees USING parquet AS SELECT
                    elt(cast(id % 3 + 1 AS INT), 'DE', 'FR', NULL) AS country, cast(id / 3 AS INT) AS kind,
                    cast(id / 100 AS DECIMAL(4, 2)) AS rate
                FROM range(9)
                """);
    }

    @AfterAll
    void close() throws SQLException {
        lanes.close();
    }

    @Test
    void statementsGiveTheSame() throws Exception {
        List<String> wrong = new ArrayList<>();
        int rewritten = 0;
        for (String statement : Statements.of("rewritten-statements.sql")) {
            Outcome outcome = lanes.compare(statement);
            boolean mayRaise = statement.contains("cast(h.code");
            if (!outcome.isEqual() && !(mayRaise && outcome.kind() == Outcome.Kind.ONLY_DUCKDB_RAISES)) {
                wrong.add(outcome + ": " + statement);
            }
            if (!PlanRewrites.rewrite(lanes.plan(statement)).equals(lanes.plan(statement))) {
                rewritten++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rewritten).isGreaterThan(15);
    }

    @Test
    void errorsAreNotSpared() throws Exception {
        for (String statement : Statements.of("not-spared.sql")) {
            assertThat(lanes.compare(statement).kind())
                    .as(statement)
                    .isIn(Outcome.Kind.BOTH_RAISE, Outcome.Kind.REFUSED);
        }
    }

    @Test
    void randomJoinsGiveTheSame() {
        List<String> wrong = new ArrayList<>();
        int answered = 0;
        for (int seed = 0; seed < RANDOM; seed++) {
            String statement = new RandomJoins(new Random(seed)).statement();
            Outcome outcome = lanes.compare(statement);
            if (outcome.isEqual()) {
                answered++;
            } else if (outcome.kind() != Outcome.Kind.REFUSED) {
                wrong.add(outcome + ": " + statement);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(answered).isGreaterThan(RANDOM * 2 / 3);
    }
}
