package io.lakeflight.engine.spark.fastlane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDbLimits;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTimeout {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void workEndsWhenItsTimeIsUp(@TempDir Path directory) throws Exception {
        String endless = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1";
        try (DuckDb database = DuckDb.start(new DuckDbLimits(100 << 20, 1, directory.resolve("spill")));
                DuckSession session = database.session(Set.of(), "UTC")) {
            Timeout timeout = new Timeout(timer, Duration.ofMillis(50));
            try (Timeout.Watch watch = timeout.watch(session::interrupt)) {
                assertThatThrownBy(() -> session.hold(endless, 1, false, 1))
                        .isInstanceOf(SQLException.class)
                        .hasMessageStartingWith("INTERRUPT");
            }
            assertThat(timeout.hasPassed()).isTrue();
        }
    }

    @Test
    void workThatEndsInTimeIsLeftAlone() {
        Timeout timeout = new Timeout(timer, Duration.ofDays(1));
        timeout.watch(() -> {
                    throw new AssertionError();
                })
                .close();

        assertThat(timeout.hasPassed()).isFalse();
    }
}
