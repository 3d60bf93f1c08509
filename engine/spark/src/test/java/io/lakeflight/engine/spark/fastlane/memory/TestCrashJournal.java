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
    void endThatIsWantedMakesNothingSuspected() throws IOException {
        CrashJournal ended = open(MONDAY);
        ended.begin(HARMLESS);

        ended.clear();
        ended.begin(KILLER).close();
        ended.begin(KILLER);

        CrashJournal next = open(MONDAY);
        assertThat(next.suspects(HARMLESS)).isFalse();
        assertThat(next.suspects(KILLER)).isFalse();
    }

    @Test
    void whatOneEngineOfAPlaneDiedOfTheOthersKnow() throws IOException {
        CrashJournal second = CrashJournal.open(directory.resolve("engine-plane.2.journal"), MONDAY);
        CrashJournal other = CrashJournal.open(directory.resolve("engine-other.journal"), MONDAY);
        CrashJournal.open(directory.resolve("engine-plane.journal"), MONDAY).begin(KILLER);

        assertThat(second.suspects(KILLER)).isFalse();
        CrashJournal.open(directory.resolve("engine-plane.journal"), MONDAY);

        assertThat(second.suspects(KILLER)).isTrue();
        assertThat(second.suspects(HARMLESS)).isFalse();
        assertThat(other.suspects(KILLER)).isFalse();
    }

    @Test
    void suspectsAreNotKeptForEver() throws IOException {
        Path list = directory.resolve("engine-plane.suspects");
        Files.writeString(list, "cut\n".repeat(3_000) + KILLER.hash() + " 2026-01-05T11:00:00Z\nb 2026-");

        assertThat(CrashJournal.open(directory.resolve("engine-plane.journal"), MONDAY)
                        .suspects(KILLER))
                .isTrue();
        assertThat(Files.readAllLines(list)).hasSize(1);
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
