package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.TestingLane.Answer;

/** Asks both lanes, and tells whether the fast one knew the text. */
final class TestingConstants {
    private final TestingLane lane;

    TestingConstants(TestingLane lane) {
        this.lane = lane;
    }

    /** A table with a column of each type. */
    void createTable() {
        lane.execute("DROP TABLE IF EXISTS c");
        lane.execute("CREATE TABLE c (id INT, big BIGINT, small SMALLINT, price DECIMAL(10, 2), ratio DOUBLE,"
                + " name STRING, day DATE, at TIMESTAMP, local TIMESTAMP_NTZ) USING iceberg");
        lane.execute("INSERT INTO c SELECT id, id * 1000000000, id, id / 4, id / 8, concat('n', id),"
                + " date_add(DATE'2026-01-01', CAST(id AS INT)), timestamp_seconds(1767225600 + id * 40000),"
                + " CAST(timestamp_seconds(1767225600 + id * 40000) AS TIMESTAMP_NTZ) FROM range(1, 201, 1, 1)");
    }

    /** Whether the lane knew it; what it gives is what Spark gives, in the order that the text tells. */
    boolean isKnown(String sql) {
        return answer(lane.statement(sql)).execution().getKnown();
    }

    Answer answer(Statement statement) {
        Answer fast = lane.answer(statement);
        Answer spark = lane.answer(statement.toBuilder()
                .setQueryId(statement.getQueryId() + "_again")
                .setSparkOnly(true)
                .build());
        String sql = statement.getSql();
        assertThat(fast.schema()).as(sql).isEqualTo(spark.schema());
        if (sql.contains("ORDER BY") && !sql.contains("OVER (ORDER BY")) {
            assertThat(fast.rows()).as(sql).isEqualTo(spark.rows());
        } else {
            assertThat(fast.rows()).as(sql).containsExactlyInAnyOrderElementsOf(spark.rows());
        }
        return fast;
    }

    void requireKnown(String sql) {
        assertThat(isKnown(sql)).as(sql).isTrue();
    }

    void requireNew(String... texts) {
        for (String sql : texts) {
            assertThat(isKnown(sql)).as(sql).isFalse();
        }
    }
}
