package io.lakeflight.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TestClientWait {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void messageIsHandedOn() {
        ClientWait wait = new ClientWait(timer, Duration.ofMinutes(1));

        assertThat(wait.await(() -> "message")).isEqualTo("message");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void messageThatNeverComesIsNotWaitedForForEver() {
        ClientWait wait = new ClientWait(timer, Duration.ofMillis(50));

        assertThatThrownBy(() -> wait.await(TestClientWait::never))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void waitEndsWithItsCall() throws Exception {
        ClientWait wait = new ClientWait(timer, Duration.ofMinutes(1));
        try (Context.CancellableContext call = Context.current().withCancellation()) {
            timer.execute(() -> call.cancel(null));

            call.run(() -> assertThatThrownBy(() -> wait.await(TestClientWait::never))
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED)));
        }
    }

    private static Object never() {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("The latch opened");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
