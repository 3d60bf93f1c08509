package io.lakeflight.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestBurstRun {
    private static final Burst HEAVY = new Burst(2, Optional.of("heavy"), List.of("1", "2", "3"));

    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @Test
    void eachStatementIsDoneOnceWhileTheHeavyOneRuns() {
        CountDownLatch isRunning = new CountDownLatch(1);
        CountDownLatch isCanceled = new CountDownLatch(1);
        BurstRun<Integer> run = new BurstRun<>(HEAVY, List.of(0, 1, 2), (client, statement, end) -> {
            done.add(client + " " + statement);
            end.then(isCanceled::countDown);
            isRunning.countDown();
            await(isCanceled);
            throw new IllegalStateException("canceled");
        });

        run.with((client, statement) -> {
            await(isRunning);
            done.add(statement);
        });

        assertThat(done).containsExactlyInAnyOrder("2 heavy", "1", "2", "3");
    }

    @Test
    void heavyStatementThatFailsFailsTheBurst() {
        CountDownLatch isTold = new CountDownLatch(1);
        BurstRun<Integer> run = new BurstRun<>(HEAVY, List.of(0, 1, 2), (client, statement, end) -> {
            throw new IllegalStateException() {
                @Override
                public String getMessage() {
                    isTold.countDown();
                    return "out of memory";
                }
            };
        });

        assertThatThrownBy(() -> run.with((client, statement) -> await(isTold)))
                .hasMessage("the heavy statement failed: out of memory");
    }

    @Test
    void heavyStatementThatEndsIsBegunAgain() {
        CountDownLatch again = new CountDownLatch(3);
        BurstRun<Integer> run = new BurstRun<>(HEAVY, List.of(0, 1, 2), (client, statement, end) -> again.countDown());

        run.with((client, statement) -> await(again));

        assertThat(again.getCount()).isZero();
    }

    @Test
    void statementThatFailsFailsTheBurst() {
        BurstRun<Integer> run = new BurstRun<>(HEAVY, List.of(0, 1, 2), (client, statement, end) -> {});

        assertThatThrownBy(() -> run.with((client, statement) -> {
                    if (statement.equals("2")) {
                        throw new IllegalStateException("no such table");
                    }
                }))
                .hasMessage("no such table");
    }

    @Test
    void failureEndsAllOthers() {
        CountDownLatch isRunning = new CountDownLatch(2);
        List<String> statements =
                IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        Burst burst = new Burst(2, Optional.of("heavy"), statements);
        CountDownLatch isCanceled = new CountDownLatch(1);
        BurstRun<Integer> run = new BurstRun<>(burst, List.of(0, 1, 2), (client, statement, end) -> {
            end.then(isCanceled::countDown);
            isRunning.countDown();
            await(isCanceled);
            done.add("heavy");
        });

        assertThatThrownBy(() -> run.with((client, statement) -> {
                    if (client == 0) {
                        await(isRunning);
                        throw new IllegalStateException("no such table");
                    }
                    isRunning.countDown();
                    // The end comes once all others are told to stop.
                    await(isCanceled);
                    done.add(statement);
                }))
                .hasMessage("no such table");

        // All has ended: the heavy one, and the other client with the only statement that it had.
        assertThat(done).hasSize(2).contains("heavy");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
