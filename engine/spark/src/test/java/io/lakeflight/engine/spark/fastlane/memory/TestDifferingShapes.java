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

class TestDifferingShapes {
    private static final Clock MONDAY = Clock.fixed(Instant.parse("2026-01-05T12:00:00Z"), ZoneOffset.UTC);
    private static final PlanShape WRONG = new PlanShape("a".repeat(32));
    private static final PlanShape RIGHT = new PlanShape("b".repeat(32));

    @TempDir
    private Path directory;

    private DifferingShapes open(String journal, Clock clock) throws IOException {
        return DifferingShapes.beside(directory.resolve(journal), clock);
    }

    @Test
    void shapesAreKeptOutForEver() throws IOException {
        DifferingShapes first = open("engine-plane.journal", MONDAY);
        assertThat(first.contains(WRONG)).isFalse();
        first.add(WRONG);
        first.add(WRONG);

        assertThat(first.contains(WRONG)).isTrue();
        assertThat(first.contains(RIGHT)).isFalse();
        DifferingShapes next = open("engine-plane.journal", Clock.offset(MONDAY, Duration.ofDays(3_000)));
        assertThat(next.contains(WRONG)).isTrue();
        assertThat(Files.readString(directory.resolve("engine-plane.differing")))
                .containsOnlyOnce(WRONG.hash());
    }

    @Test
    void allEnginesOfThePlaneKnow() throws IOException {
        DifferingShapes second = open("engine-plane.2.journal", MONDAY);
        DifferingShapes other = open("engine-other.journal", MONDAY);
        open("engine-plane.journal", MONDAY).add(WRONG);

        assertThat(second.contains(WRONG)).isTrue();
        assertThat(other.contains(WRONG)).isFalse();
    }

    @Test
    void whatCannotBeListedIsKeptOutByTheEngineItself() throws IOException {
        DifferingShapes shapes = open("engine-plane.journal", MONDAY);
        Files.createDirectory(directory.resolve("engine-plane.differing"));
        shapes.add(WRONG);

        assertThat(shapes.contains(WRONG)).isTrue();
        assertThat(shapes.contains(RIGHT)).isFalse();
    }
}
