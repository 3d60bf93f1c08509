package io.lakeflight.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TestRestartPause {
    private final AtomicLong nanoTime = new AtomicLong();
    private final RestartPause pause = new RestartPause(nanoTime::get);

    @Test
    void engineThatDiesOnceIsReplacedAtOnce() {
        assertThat(afterDeath(Duration.ofHours(1))).isZero();
        assertThat(afterDeath(Duration.ofSeconds(5))).isZero();
        assertThat(afterDeath(Duration.ofHours(1))).isZero();
    }

    @Test
    void enginesThatDieYoungAreReplacedEverMoreSlowly() {
        for (int death = 0; death < 3; death++) {
            assertThat(afterDeath(Duration.ofSeconds(5))).isZero();
        }
        assertThat(afterDeath(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(2));
        assertThat(afterDeath(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(4));

        assertThat(afterDeath(Duration.ofHours(1))).isZero();
        assertThat(afterDeath(Duration.ofSeconds(5))).isZero();
    }

    @Test
    void startsThatFailAreRepeatedEverMoreSlowlyUpToALimit() {
        assertThat(afterFailure()).isEqualTo(Duration.ofSeconds(2));
        assertThat(afterFailure()).isEqualTo(Duration.ofSeconds(4));
        for (int failure = 0; failure < 100; failure++) {
            afterFailure();
        }
        assertThat(afterFailure()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void idleEngineIsStartedAgainAtOnce() {
        for (int stop = 0; stop < 10; stop++) {
            pause.engineStarts();
            pause.engineWasIdle();
            assertThat(pause.engineEnded()).isZero();
        }
    }

    private Duration afterDeath(Duration age) {
        pause.engineStarts();
        nanoTime.addAndGet(age.toNanos());
        return pause.engineEnded();
    }

    private Duration afterFailure() {
        pause.engineStarts();
        pause.startFailed();
        return pause.engineEnded();
    }
}
