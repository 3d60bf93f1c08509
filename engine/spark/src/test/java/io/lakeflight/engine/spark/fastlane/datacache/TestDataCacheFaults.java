package io.lakeflight.engine.spark.fastlane.datacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, the statement is refused, nothing is left behind, and the next one may do better. */
class TestDataCacheFaults extends TestingDataCache {
    @Test
    void fileThatIsCutOffIsFetchedAgain() throws Exception {
        RemoteFile a = file("a");
        fetch(a);
        Files.writeString(Path.of(cache.path(a)), "short");

        fetch(a);

        assertThat(content(a)).isEqualTo("a".repeat(FILE));
        assertThat(store.opened).hasValue(2);
        assertThat(cache.figures()).isEqualTo(new DataCacheFigures(1, FILE, 3 * FILE, 0, 2, 2 * FILE, 0, 1));
    }

    @Test
    void fileOfAnotherLengthThanToldIsNotKept() throws Exception {
        for (int told : List.of(FILE - 1, FILE + 1)) {
            RemoteFile wrong = remote(store.write("w" + told, FILE, told));

            requireRefused("cannot be fetched into the data cache", wrong);
        }
        assertThat(names()).isEmpty();
        assertThat(cache.figures()).isEqualTo(new DataCacheFigures(0, 0, 3 * FILE, 0, 2, 0, 0, 2));
        fetch(file("a"));
    }

    @Test
    void storeThatFailsIsLeftAloneForAWhile() throws Exception {
        RemoteFile a = file("a");
        RemoteFile b = file("b");
        fetch(b);
        store.failure = new IllegalStateException("down");

        requireRefused("cannot be fetched", a);
        store.failure = null;
        requireRefused("a moment ago", a);
        fetch(b);
        assertThat(store.opened).hasValue(2);

        clock.addAndGet(TimeUnit.SECONDS.toNanos(31));
        fetch(a);
        assertThat(cache.figures().faults()).isEqualTo(1);
    }

    @Test
    void fileThatIsMissingConcernsNoOther() throws Exception {
        RemoteFile a = file("a");
        store.failure = new NotFoundException("gone");
        requireRefused("cannot be fetched", a);
        store.failure = null;

        fetch(a);
    }

    @Test
    void directoryThatIsGoneIsNoError() throws Exception {
        RemoteFile a = file("a");
        RemoteFile b = file("b");
        fetch(a);
        Files.delete(Path.of(cache.path(a)));
        Files.delete(kept.resolve("lock"));
        Files.delete(kept);

        requireRefused("cannot be fetched", a);
        requireRefused("a moment ago", b);

        Files.createDirectory(kept);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(31));
        fetch(a, b);
        assertThat(cache.figures().bytes()).isEqualTo(2 * FILE);
    }

    @Test
    void waitHasALimit() throws Exception {
        store.gate = new CountDownLatch(1);
        RemoteFile a = file("a");
        try (Lease lease = cache.lease(List.of(a))) {
            assertThatThrownBy(() -> lease.await(Duration.ofMillis(20)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("in time");
        }
        requireNothingLeft();
        requireRefused("a moment ago", a);
    }

    @Test
    void waitIsInterruptedAndLeavesNothing() throws Exception {
        store.gate = new CountDownLatch(1);
        RemoteFile a = file("a");
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                fetch(a);
                end.complete(null);
            } catch (Exception e) {
                end.complete(e);
            }
        });
        reader.start();
        eventually(() -> store.opened.get() == 1);

        reader.interrupt();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        requireNothingLeft();
        store.gate.countDown();
        fetch(a);
        assertThat(store.opened).hasValue(2);
    }

    @Test
    void oneWhoLeavesDoesNotEndTheOthersFetch() throws Exception {
        store.gate = new CountDownLatch(1);
        RemoteFile a = file("a");
        try (Lease stays = cache.lease(List.of(a))) {
            cache.lease(List.of(a)).close();
            store.gate.countDown();
            stays.await(PATIENCE);
        }
        assertThat(store.opened).hasValue(1);
    }

    /** Whether the store has answered by then or not. */
    private void requireNothingLeft() throws Exception {
        eventually(() -> cache.figures().bytes() == 0 && names().isEmpty());
        assertThat(cache.figures()).isEqualTo(new DataCacheFigures(0, 0, 3 * FILE, 0, 1, 0, 0, 0));
    }
}
