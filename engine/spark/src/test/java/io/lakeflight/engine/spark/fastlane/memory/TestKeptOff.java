package io.lakeflight.engine.spark.fastlane.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestKeptOff {
    private static final PlanShape SHAPE = new PlanShape("a".repeat(32));
    private static final PlanShape OTHER = new PlanShape("b".repeat(32));

    private long now;
    private final KeptOff keptOff = new KeptOff(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** For how many minutes it is kept off, up to three days. */
    private int term() {
        int minutes = 0;
        while (keptOff.contains(SHAPE) && minutes < 3 * 24 * 60) {
            pass(Duration.ofMinutes(1));
            minutes++;
        }
        return minutes;
    }

    @Test
    void eachFailureInTurnKeepsAShapeOffForLonger() {
        assertThat(term()).isZero();
        for (int minutes : new int[] {10, 40, 160, 640, 1_440, 1_440}) {
            keptOff.add(SHAPE);
            assertThat(keptOff.contains(OTHER)).isFalse();
            assertThat(term()).isEqualTo(minutes);
        }
    }

    @Test
    void failuresOfThoseThatWereAtWorkCountAsOne() {
        keptOff.add(SHAPE);
        pass(Duration.ofMinutes(1));
        keptOff.add(SHAPE);

        assertThat(term()).isEqualTo(9);
        keptOff.add(SHAPE);
        assertThat(term()).isEqualTo(40);
    }

    @Test
    void successAfterTheTermMakesTheNextFailureTheFirst() {
        keptOff.add(SHAPE);
        keptOff.succeeded(SHAPE);
        assertThat(term()).isEqualTo(10);

        keptOff.succeeded(SHAPE);
        keptOff.add(SHAPE);
        assertThat(term()).isEqualTo(10);
    }

    @Test
    void failureOfLongAgoIsForgotten() {
        keptOff.add(SHAPE);
        pass(Duration.ofDays(3));
        keptOff.add(SHAPE);

        assertThat(term()).isEqualTo(10);
    }
}
