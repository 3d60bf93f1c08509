package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.junit.jupiter.api.Test;

class TestIdempotentAnswers {
    private static final String KEY = "018f3f6e-0000-7000-8000-000000000001";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();
    private final IdempotentAnswers answers = new IdempotentAnswers(Duration.ofMinutes(30), nanos::get);

    @Test
    void repeatedRequestHasTheFirstAnswer() {
        assertThat(ask(200).headers()).containsEntry("Run", "1");
        assertThat(ask(200).headers()).containsEntry("Run", "1");
        assertThat(runs).hasValue(1);
    }

    @Test
    void refusalIsRepeatedToo() {
        ask(409);

        assertThat(ask(200).status()).isEqualTo(409);
    }

    @Test
    void failureIsTriedAgain() {
        ask(500);
        ask(503);

        assertThat(ask(200).headers()).containsEntry("Run", "3");
    }

    @Test
    void thrownFailureIsTriedAgain() {
        assertThatThrownBy(() -> answers.once(KEY, "commit", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(ask(200).status()).isEqualTo(200);
    }

    @Test
    void keyOfAnotherRequestIsRefused() {
        ask(200);

        assertThatThrownBy(() -> answers.once(KEY, "another", () -> answer(200)))
                .isInstanceOf(UnprocessableEntityException.class)
                .hasMessageContaining(KEY);
    }

    @Test
    void answerIsForgottenWhenItsTimeIsOver() {
        ask(200);
        nanos.addAndGet(Duration.ofMinutes(31).toNanos());

        assertThat(ask(200).headers()).containsEntry("Run", "2");
    }

    @Test
    void duplicatesWaitForTheFirst() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<IcebergAnswer>> asked = new ArrayList<>();

        asked.add(clients.submit(() -> answers.once(KEY, "commit", () -> {
            started.countDown();
            await(mayEnd);
            return answer(200);
        })));
        started.await();
        for (int duplicate = 0; duplicate < 3; duplicate++) {
            asked.add(clients.submit(() -> ask(200)));
        }
        mayEnd.countDown();

        for (Future<IcebergAnswer> answer : asked) {
            assertThat(answer.get().headers()).containsEntry("Run", "1");
        }
        clients.shutdown();
    }

    private IcebergAnswer ask(int status) {
        return answers.once(KEY, "commit", () -> answer(status));
    }

    private IcebergAnswer answer(int status) {
        return new IcebergAnswer(status, Map.of("Run", Integer.toString(runs.incrementAndGet())), new byte[0]);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
