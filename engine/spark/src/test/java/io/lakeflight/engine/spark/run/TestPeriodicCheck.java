package io.lakeflight.engine.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestPeriodicCheck {
    private static final int LOOKS = 3;

    private static List<Runnable> failures() {
        return List.of(
                () -> {
                    throw new IllegalStateException("a bug");
                },
                () -> {
                    throw new AssertionError("a bug");
                },
                () -> {
                    throw new OutOfMemoryError("of somebody else's making");
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void lookThatFailsIsNotTheLast(Runnable failure) throws InterruptedException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        CountDownLatch looks = new CountDownLatch(LOOKS);
        try {
            PeriodicCheck.start(timer, 1, () -> {
                looks.countDown();
                failure.run();
            });

            assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
    }
}
