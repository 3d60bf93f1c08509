package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.TestingLane.Answer;
import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.known.StatementKey;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.StatementAnalyzer;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that differ in their constants from those that were answered before: Spark is not asked where it would plan the same
 * but for the constants, and is everywhere else. What comes of it is what Spark gives, in any case.
 */
class ITKnownConstants {
    private final TestingLane lane = TestingLane.withoutCode("known-constants");
    private final TestingConstants lanes = new TestingConstants(lane);

    @BeforeEach
    void createTable() {
        lanes.createTable();
    }

    private void requireNew(String... texts) {
        lanes.requireNew(texts);
    }

    private void requireKnown(String sql) {
        lanes.requireKnown(sql);
    }

    @Test
    void constantsInAnotherOrderAreNew() {
        requireNew(
                "SELECT id FROM c WHERE id > 10 AND id < 20",
                "SELECT id FROM c WHERE id > 30 AND id < 50",
                "SELECT id FROM c WHERE id > 31 AND id < 61");
        requireKnown("SELECT id FROM c WHERE id > 100 AND id < 110");
        requireKnown("SELECT id FROM c WHERE id > 0 AND id < 999999999");
        requireNew("SELECT id FROM c WHERE id > 20 AND id < 10");
        requireNew("SELECT id FROM c WHERE id > 20 AND id < 20");
        requireKnown("SELECT id FROM c WHERE id > 20 AND id < 21");
    }

    @Test
    void equalConstantsAreNew() {
        requireNew(
                "SELECT id FROM c WHERE id = 1 OR id = 2",
                "SELECT id FROM c WHERE id = 3 OR id = 4",
                "SELECT id FROM c WHERE id = 5 OR id = 6");
        requireKnown("SELECT id FROM c WHERE id = 7 OR id = 8");
        requireNew("SELECT id FROM c WHERE id = 7 OR id = 7");
        requireNew("SELECT id FROM c WHERE id = 9 OR id = 8");
        requireNew("SELECT id FROM c WHERE id = 8 OR id = 8");
        requireNew("SELECT id FROM c WHERE id = 9 OR id = 9");
        requireKnown("SELECT id FROM c WHERE id = 10 OR id = 11");
    }

    @Test
    void listsOfDifferentValuesAreKnown() {
        requireNew(
                "SELECT id FROM c WHERE name IN ('n1', 'n2')",
                "SELECT id FROM c WHERE name IN ('n3', 'n4')",
                "SELECT id FROM c WHERE name IN ('n5', 'n6')");
        requireKnown("SELECT id FROM c WHERE name IN ('n7', 'n8')");
        requireKnown("SELECT id FROM c WHERE name IN ('', 'n8')");
        requireNew("SELECT id FROM c WHERE name IN ('n7', 'n7')");
        requireNew("SELECT id FROM c WHERE name IN ('n7', 'n8', 'n9')");
        requireNew("SELECT id FROM c WHERE name IN ('n7', NULL)");
        requireNew("SELECT id FROM c WHERE name NOT IN ('n7', 'n8')");
        requireNew("SELECT id FROM c WHERE name IN ('n7', 'it''s')");
    }

    /** An equality tells Spark the value of the column, by which it decides the other condition. */
    @Test
    void whatFollowsFromAnEqualityIsRight() {
        for (int value : List.of(5, 15, 6, 16, 7, 17)) {
            requireNew("SELECT id FROM c WHERE id = " + value + " AND id < 10");
            lanes.isKnown("SELECT a.id FROM c a JOIN c b ON a.id = b.id WHERE b.id = 10 AND a.id = " + value);
        }
        requireNew("SELECT id FROM c WHERE id = 4 AND id < 10");
        assertThat(lane.fast("SELECT id FROM c WHERE id = 50 AND id < 10").rows())
                .isEmpty();
        requireNew("SELECT id FROM c WHERE id = 10 AND id < 10");
        requireNew("SELECT a.id FROM c a JOIN c b ON a.id = b.id WHERE b.id = 10 AND a.id = 10");
    }

    /** Of {@code id = 3 AND other = 5 AND id < other} nothing is left of the last condition, or no row. */
    @Test
    void whatFollowsFromTwoEqualitiesIsRight() {
        lane.execute("UPDATE c SET big = 50");
        for (long value : List.of(10, 20, 30, 40, 49, 50, 51, 60, 70)) {
            lanes.isKnown("SELECT id FROM c WHERE id = " + value + " AND ratio < big");
            lanes.isKnown("SELECT a.id FROM c a JOIN c b ON a.big = b.big WHERE a.id = 3 AND a.big = 50 AND b.id = "
                    + value + " AND b.id > a.id AND b.big >= a.big");
            lanes.isKnown("SELECT a.id FROM c a JOIN c b ON a.name = b.name AND a.id < b.id WHERE a.id = 3 AND b.id = "
                    + value);
            lanes.isKnown("SELECT a.big FROM c a WHERE a.big = 50 AND a.price >= " + value
                    + " AND a.id < a.small AND a.id = 3" + " AND a.small = " + value);
        }
        assertThat(lane.fast("SELECT id FROM c WHERE small = 80 AND id = 80 AND id < small")
                        .rows())
                .isEmpty();
    }

    @Test
    void columnsThatAreComparedShareTheOrderOfTheirConstants() {
        lane.execute("UPDATE c SET small = 50");
        String shape = "SELECT id FROM c WHERE id = %d AND small = 50 AND id < small";
        for (int value : List.of(10, 20, 30, 40, 49, 50, 51, 60)) {
            lanes.isKnown(shape.formatted(value));
        }
    }

    @Test
    void aConstantIsFixedUntilItWasSeenToVary() {
        requireNew(
                "SELECT id FROM c WHERE id > 10 AND name <> 'x'",
                "SELECT id FROM c WHERE id > 20 AND name <> 'x'",
                "SELECT id FROM c WHERE id > 30 AND name <> 'x'");
        requireKnown("SELECT id FROM c WHERE id > 40 AND name <> 'x'");
        requireNew("SELECT id FROM c WHERE id > 40 AND name <> 'n50'");
        requireKnown("SELECT id FROM c WHERE id > 41 AND name <> 'n50'");
        requireNew("SELECT id FROM c WHERE id > 40 AND name <> 'n51'");
        requireKnown("SELECT id FROM c WHERE id > 40 AND name <> 'n52'");
    }

    /** Had the lane known the text, it would have answered what it has no words for. */
    @Test
    void refusedPlansAreEvidence() throws Exception {
        String shape = "SELECT id, small FROM c WHERE id > %d AND id < %d";
        requireNew(shape.formatted(10, 20), shape.formatted(30, 50), shape.formatted(31, 61));
        refuse(shape.formatted(20, 10));
        refuse("SELECT id, small FROM c WHERE id > 40 AND id < id + 60");
        requireKnown(shape.formatted(40, 60));

        refuse(shape.formatted(41, 61));

        requireNew(shape.formatted(41, 61), shape.formatted(42, 62), shape.formatted(43, 63), shape.formatted(44, 64));
        requireKnown(shape.formatted(44, 64));
    }

    /** As if the lane had refused the plan. */
    private void refuse(String sql) throws Exception {
        EngineServer server = TestingEngine.shared().server();
        EngineSession session = server.sessions().find("known-constants");
        Statement asked = lane.statement(sql);
        session.call(() -> {
            StatementKey key = StatementKey.of(session, new Asked(asked)).orElseThrow();
            server.fastLane()
                    .known()
                    .refused(
                            key,
                            new Asked(asked),
                            StatementAnalyzer.analyze(session, asked).get(0));
            return sql;
        });
    }

    @Test
    void tablesAreReadAsTheyAre() {
        String shape = "SELECT id, name FROM c WHERE id < %d AND name <> 'x'";
        requireNew(shape.formatted(10), shape.formatted(20), shape.formatted(30));
        int value = 40;
        for (String change : List.of(
                "INSERT INTO c (id, name) VALUES (-1, 'new')",
                "DELETE FROM c WHERE id = 2",
                "UPDATE c SET name = 'changed' WHERE id = 3",
                "INSERT OVERWRITE c SELECT * FROM c WHERE id > 2",
                "INSERT INTO c (id, name) VALUES (4, 'last')")) {
            lane.execute(change);
            requireKnown(shape.formatted(value));
            value++;
        }
        lane.execute("ALTER TABLE c ADD COLUMN more INT");
        requireNew(shape.formatted(100), shape.formatted(101), shape.formatted(102));
        requireKnown(shape.formatted(103));
    }

    @Test
    void renamedColumnsAreNew() {
        String shape = "SELECT id, name FROM c WHERE id < %d";
        requireNew(shape.formatted(10), shape.formatted(20), shape.formatted(30));
        requireKnown(shape.formatted(40));
        lane.execute("ALTER TABLE c RENAME COLUMN big TO other");
        lane.execute("ALTER TABLE c RENAME COLUMN id TO big");
        lane.execute("ALTER TABLE c RENAME COLUMN small TO id");

        requireNew(shape.formatted(11), shape.formatted(21), shape.formatted(31));
        lane.execute("ALTER TABLE c RENAME COLUMN name TO label");
        assertThat(TestingEngine.errorOf(() -> lane.fast(shape.formatted(41))))
                .isEqualTo(TestingEngine.errorOf(() -> lane.spark(shape.formatted(41))));
    }

    /** Files and rows are looked for by the new constants, in every table that they are carried to. */
    @Test
    void filesAreFoundByTheNewConstants() {
        lane.execute("DROP TABLE IF EXISTS many");
        lane.execute("CREATE TABLE many (id INT, v INT) USING iceberg");
        for (int i = 0; i < 6; i++) {
            lane.execute("INSERT INTO many VALUES (%d, %d), (%d, %d)".formatted(i * 10, i, i * 10 + 1, i));
        }
        String shape = "SELECT a.id, b.v, c.name FROM many a JOIN many b ON a.id = b.id JOIN c ON c.id = a.id"
                + " WHERE a.id = %d";
        requireNew(shape.formatted(10), shape.formatted(21), shape.formatted(11));
        for (int value : List.of(0, 1, 20, 30, 31, 40, 51, 5, 999_999_999)) {
            requireKnown(shape.formatted(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "truncate(1, p)", "bucket(3, p)"})
    void columnsOfPartitionsAreNew(String partitioning) {
        lane.execute("DROP TABLE IF EXISTS parts");
        lane.execute("CREATE TABLE parts (id INT, p STRING) USING iceberg PARTITIONED BY (" + partitioning + ")");
        lane.execute("INSERT INTO parts SELECT id, concat('p', id % 7) FROM range(1, 50, 1, 1)");
        for (int i = 0; i < 6; i++) {
            requireNew("SELECT id FROM parts WHERE p = 'p" + i + "'");
            requireNew("SELECT c.day FROM parts JOIN c ON p = c.name WHERE c.name = 'p" + i + "'");
        }
        for (int i = 0; i < 3; i++) {
            requireNew("SELECT id FROM parts WHERE id > " + i + " AND p = 'p1'");
        }
        requireKnown("SELECT id FROM parts WHERE id > 30 AND p = 'p1'");
        requireNew("SELECT id FROM parts WHERE id > 30 AND p = 'p2'");
    }

    /** A day within a month's partition must be looked for in it, the first of one need not. */
    @Test
    void daysWithinPartitionsAreNew() {
        lane.execute("DROP TABLE IF EXISTS months");
        lane.execute("CREATE TABLE months (id INT, day DATE) USING iceberg PARTITIONED BY (months(day))");
        lane.execute("INSERT INTO months SELECT id, day FROM c");
        for (String day : List.of("02-01", "03-01", "04-01", "02-10", "03-17", "01-20", "05-01")) {
            requireNew("SELECT count(*) AS n FROM months WHERE day >= DATE '2026-" + day + "'");
        }
        lane.execute("ALTER TABLE months DROP PARTITION FIELD months(day)");
        for (String day : List.of("02-01", "03-01", "04-01", "02-10", "03-17", "01-20", "05-02")) {
            requireNew("SELECT count(id) AS n FROM months WHERE day >= DATE '2026-" + day + "'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"day > DATE '%s'", "day > '%s'"})
    void whatIsNoDayIsSparks(String condition) {
        String shape = "SELECT id FROM c WHERE " + condition;
        requireNew(shape.formatted("2026-02-01"), shape.formatted("2026-03-01"), shape.formatted("2026-04-01"));
        requireKnown(shape.formatted("2026-05-05"));
        requireKnown(shape.formatted("0001-01-01"));
        requireKnown(shape.formatted("9999-12-31"));
        requireNew(shape.formatted("2026-5-5"));
        requireNew(shape.formatted("+10000-01-01"));
        for (String wrong : List.of("2026-02-30", "n", "")) {
            assertThat(TestingEngine.errorOf(() -> lane.fast(shape.formatted(wrong))))
                    .isEqualTo(TestingEngine.errorOf(() -> lane.spark(shape.formatted(wrong))));
        }
    }

    @Test
    void numbersOfTooManyDigitsAreNew() {
        String shape = "SELECT id FROM c WHERE price > %s";
        requireNew(shape.formatted(10), shape.formatted(20), shape.formatted(30));
        requireKnown(shape.formatted(0));
        requireKnown(shape.formatted(12_345_678));
        requireNew(shape.formatted(123_456_789));
        requireNew(shape.formatted(-30));
        requireNew(shape.formatted("12345678901"));
        requireNew(shape.formatted("10.5"), shape.formatted("20.5"), shape.formatted("30.5"));
        requireKnown(shape.formatted("40.5"));
        requireNew(shape.formatted("40.505"));
    }

    @Test
    void otherContextsLearnByThemselves() {
        String shape = "SELECT CAST(at AS DATE) AS d FROM c WHERE at < TIMESTAMP '2026-01-%d 03:00:00'";
        requireNew(shape.formatted(10), shape.formatted(11), shape.formatted(12));
        requireKnown(shape.formatted(13));
        lane.execute("SET TIME ZONE 'America/Los_Angeles'");
        requireNew(shape.formatted(14), shape.formatted(15), shape.formatted(16));
        requireKnown(shape.formatted(17));
        lane.execute("SET TIME ZONE 'UTC'");
        requireKnown(shape.formatted(18));
    }

    @Test
    void parametersMayHaveOtherValues() {
        String sql = "SELECT id, name FROM c WHERE big < ? AND name <> ?";
        requireNew(value -> bound(sql, value, "n" + value), 3_500_000_000L, 5, 7_000);
        Answer known = bound(sql, 9_500_000_000L, "it's \ud83d\ude00");
        assertThat(isKnown(known)).isTrue();
        assertThat(known.rows()).hasSize(9);
        assertThat(bound(sql, 9_500_000_000L, "n9").rows()).hasSize(8);
        assertThat(bound(sql, Long.MAX_VALUE, "n9").rows()).hasSize(199);
        assertThat(isKnown(bound(sql, 9_500_000_000L, null))).isFalse();
    }

    @Test
    void parametersBecomeWhatTheyAreComparedWith() {
        String days = "SELECT id FROM c WHERE big > ? AND day = ?";
        requireNew(day -> bound(days, day, "2026-01-0" + day), 3, 4, 5);
        Answer known = bound(days, 1L, "2026-01-11");
        assertThat(isKnown(known)).isTrue();
        assertThat(known.rows()).isEqualTo(List.of(List.of(10)));
        assertThat(TestingEngine.errorOf(() -> bound(days, 1L, "today")).getCondition())
                .isEqualTo("INVALID_PARAMETERS");
        String since = "SELECT id FROM c WHERE big > ? AND at > ?";
        requireNew(value -> bound(since, value, "10:30:00"), 1, 2, 3, 4, 5);
        String limited = "SELECT id FROM c WHERE name <> 'x' ORDER BY id LIMIT ?";
        requireNew(count -> bound(limited, count), 1, 2, 3, 4, 5);
    }

    private static void requireNew(LongFunction<Answer> query, long... values) {
        for (long value : values) {
            assertThat(isKnown(query.apply(value))).as("with %d", value).isFalse();
        }
    }

    private static boolean isKnown(Answer answer) {
        return answer.execution().getKnown();
    }

    private Answer bound(String sql, long number, String text) {
        return bound(
                sql,
                TestingParameters.longs(number),
                text == null ? TestingParameters.longs((Long) null) : TestingParameters.strings(text));
    }

    private Answer bound(String sql, long number) {
        return bound(sql, TestingParameters.longs(number));
    }

    private Answer bound(String sql, FieldVector... parameters) {
        return lanes.answer(lane.statement(sql).toBuilder()
                .setParameters(TestingParameters.serialize(TestingParameters.parameters(parameters)))
                .build());
    }
}
