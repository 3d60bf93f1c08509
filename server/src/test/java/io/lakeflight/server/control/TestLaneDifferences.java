package io.lakeflight.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.Health;
import io.lakeflight.engine.protocol.LaneDifference;
import io.lakeflight.server.control.LaneDifferences.Difference;
import io.lakeflight.server.control.LaneDifferences.Place;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLaneDifferences {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path home;

    private ControlDatabase database;
    private LaneDifferences differences;

    @BeforeEach
    void open() {
        database = ControlDatabase.open(home);
        differences = new LaneDifferences(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void differencesOutliveTheServer() {
        Difference rows = difference("q_1", NOW);
        Difference error = new Difference(
                "q_2", new Place("batch", "batch-1", NOW.plusMillis(7)), "cd", 1, "0b", 0, null, "DIVIDE_BY_ZERO");
        differences.add(List.of(rows, error));
        database.close();
        open();

        assertThat(differences.list()).containsExactly(error, rows);
    }

    @Test
    void eachIsKeptOnce() {
        differences.add(List.of(difference("q_1", NOW)));
        differences.add(List.of(difference("q_1", NOW.plusSeconds(1)), difference("q_2", NOW)));

        assertThat(differences.list()).containsExactly(difference("q_1", NOW), difference("q_2", NOW));
    }

    @Test
    void newestAreKept() {
        LaneDifferences few = new LaneDifferences(database, 3);
        few.add(IntStream.range(0, 5)
                .mapToObj(i -> difference("q_" + i, NOW.plusMillis(i)))
                .toList());

        assertThat(few.list()).extracting(Difference::queryId).containsExactly("q_4", "q_3", "q_2");
    }

    @Test
    void heartbeatsTellThem() {
        EngineShadow shadow = new EngineShadow("fast", "fast-1", differences);
        LaneDifference told = LaneDifference.newBuilder()
                .setQueryId("q_1")
                .setShape("ab")
                .setFoundMillis(NOW.toEpochMilli())
                .setFastRows(2)
                .setFastFingerprint("0a")
                .setSparkRows(3)
                .build();
        shadow.beat(Health.newBuilder().setShadowEqual(5).setShadowWaiting(1).build());
        assertThat(shadow.counts()).isEqualTo(new EngineShadow.Counts(5, 0, 0, 1));
        assertThat(differences.list()).isEmpty();

        Health health = Health.newBuilder()
                .setShadowEqual(6)
                .setShadowDifferent(1)
                .setShadowDropped(2)
                .addDifferences(told)
                .build();
        shadow.beat(health);
        shadow.beat(health);

        assertThat(shadow.counts()).isEqualTo(new EngineShadow.Counts(6, 1, 2, 0));
        assertThat(differences.list())
                .containsExactly(new Difference("q_1", new Place("fast", "fast-1", NOW), "ab", 2, "0a", 3, null, null));
    }

    @Test
    void databaseThatTakesNothingIsTriedAgain() {
        EngineShadow shadow = new EngineShadow("fast", "fast-1", differences);
        Health health = Health.newBuilder()
                .setShadowDifferent(1)
                .addDifferences(LaneDifference.newBuilder().setQueryId("q_1"))
                .build();
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE lane_differences RENAME TO away"));
        shadow.beat(health);
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO lane_differences"));
        assertThat(differences.list()).isEmpty();

        shadow.beat(health);

        assertThat(differences.list()).hasSize(1);
    }

    private static Difference difference(String queryId, Instant found) {
        return new Difference(queryId, new Place("fast", "fast-1", found), "ab", 2, "0a", 3, "0b", null);
    }
}
