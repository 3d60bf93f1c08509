package io.lakeflight.engine.spark.fastlane.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCrashJournal {
    private static final Clock MONDAY = Clock.fixed(Instant.parse("2026-01-05T12:00:00Z"), ZoneOffset.UTC);
    private static final PlanShape KILLER = new PlanShape("a".repeat(32));
    private static final PlanShape HARMLESS = new PlanShape("b".repeat(32));

    @TempDir
    private Path directory;

    private CrashJournal open(Clock clock) throws IOException {
        return CrashJournal.open(directory.resolve("deep").resolve("engine"), clock);
    }

    @Test
    void whatWasAtWorkWhenTheEngineDiedIsSuspectedForAWeek() throws IOException {
        CrashJournal died = open(MONDAY);
        died.begin(HARMLESS).close();
        died.begin(KILLER);

        assertThat(died.suspects(KILLER)).isFalse();
        for (int restart = 0; restart < 3; restart++) {
            CrashJournal next = open(Clock.offset(MONDAY, Duration.ofDays(restart)));
            assertThat(next.suspects(KILLER)).isTrue();
            assertThat(next.suspects(HARMLESS)).isFalse();
        }
        assertThat(open(Clock.offset(MONDAY, Duration.ofDays(8))).suspects(KILLER))
                .isFalse();
    }

    @Test
    void moreThanItHasPlacesForGoOn() throws IOException {
        CrashJournal journal = open(MONDAY);
        for (int entry = 0; entry < 1_000; entry++) {
            journal.begin(KILLER);
        }
        assertThat(open(MONDAY).suspects(KILLER)).isTrue();
        assertThat(Files.size(directory.resolve("deep/engine"))).isLessThan(1 << 20);
    }
}
