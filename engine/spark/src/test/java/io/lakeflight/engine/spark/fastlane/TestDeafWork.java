package io.lakeflight.engine.spark.fastlane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckDb;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDbLimits;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.run.RunningQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDeafWork {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STOPS = 3;
    private static final long MEGABYTE = 1 << 20;
    /** Takes it seconds. */
    private static final String LONG =
            "WITH t AS MATERIALIZED (SELECT range AS id, range // 1000000 AS k FROM range(200000))"
                    + " SELECT count(b.id) FROM t a LEFT JOIN t b ON a.k = b.k AND a.id + b.id < 0";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final DeafWork deaf = new DeafWork(timer);
    private final Semaphore places = new Semaphore(0);
    private final Held held = new Held();
    private final Timeout ample = new Timeout(timer, Duration.ofDays(1));

    TestDeafWork() {
        held.add(places::release);
    }

    @AfterEach
    void stop() {
        deaf.close();
        timer.shutdownNow();
    }

    @Test
    void whatIsMadeIsHandedOver() throws Exception {
        Made made = deaf.await("q", stopping -> new Made(), held, ample);

        assertThat(made.isClosed()).isFalse();
        eventually(() -> places.availablePermits() == 1);
        held.close();
        assertThat(places.availablePermits()).isEqualTo(1);
        assertThat(deaf.left()).isZero();
    }

    @Test
    void failureIsThatOfTheWork() {
        SQLException failure = new SQLException("no");

        assertThatThrownBy(() -> deaf.<Made>await(
                        "q",
                        stopping -> {
                            throw failure;
                        },
                        held,
                        ample))
                .isSameAs(failure);
        assertThat(places.availablePermits()).isEqualTo(1);
        assertThatThrownBy(() -> deaf.<Made>await(
                        "q",
                        stopping -> {
                            throw new StackOverflowError();
                        },
                        held,
                        ample))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void whatIsLeftIsStoppedAndKeepsWhatItHoldsUntilItHasEnded() {
        Stubborn work = new Stubborn();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> deaf.await("q", work, held, ample)).isInstanceOf(InterruptedException.class);

        assertThat(deaf.left()).isEqualTo(1);
        held.close();
        eventually(() -> work.stops.getCount() == 0);
        assertThat(places.availablePermits()).isZero();
        work.end.countDown();
        eventually(() -> deaf.left() == 0);
        assertThat(places.availablePermits()).isEqualTo(1);
        assertThat(work.made.isClosed()).isTrue();
    }

    @Test
    void whatTakesLongerThanItsTimeIsLeft() {
        Stubborn work = new Stubborn();
        Timeout timeout = new Timeout(timer, Duration.ofMillis(50));

        assertThatThrownBy(() -> deaf.await("q", work, held, timeout)).isInstanceOf(TimeoutException.class);

        assertThat(timeout.hasPassed()).isTrue();
        assertThat(deaf.left()).isEqualTo(1);
        work.end.countDown();
        eventually(() -> deaf.left() == 0);
    }

    @Test
    void closeWaitsForWhatIsLeft() throws Exception {
        Stubborn work = new Stubborn();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> deaf.await("q", work, held, ample)).isInstanceOf(InterruptedException.class);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(deaf::close);

        eventually(() -> isClosing());
        assertThat(closed).isNotDone();
        work.end.countDown();
        closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(deaf.left()).isZero();
        assertThat(work.made.isClosed()).isTrue();
    }

    /** From then on it takes nothing, and whoever asks keeps what it holds. */
    private boolean isClosing() {
        try {
            deaf.await("q", stopping -> new Made(), new Held(), ample);
            return false;
        } catch (RejectedExecutionException e) {
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void memoryOfWhatIsLeftComesBack(@TempDir Path directory) throws Exception {
        try (DuckDb database = DuckDb.start(new DuckDbLimits(800L << 20, 2, directory.resolve("spill")))) {
            CompletableFuture<Exception> failure = new CompletableFuture<>();
            Thread waiting = new Thread(() -> failure.complete(failure(database)));
            waiting.start();
            eventually(() -> memory(database) > MEGABYTE);

            waiting.interrupt();

            assertThat(failure.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(InterruptedException.class);
            eventually(() -> deaf.left() == 0);
            assertThat(memory(database)).isLessThan(MEGABYTE);
            assertThat(places.availablePermits()).isEqualTo(1);
        }
    }

    private Exception failure(DuckDb database) {
        try {
            deaf.await(
                    "q",
                    stopping -> {
                        try (DuckSession session = database.session(Set.of(), "UTC");
                                RunningQuery.Stop stop = stopping.alsoStop(session::interrupt)) {
                            session.hold(LONG, 1, false, 1);
                            return new Made();
                        }
                    },
                    held,
                    ample);
            return new IllegalStateException("It did not fail");
        } catch (Exception e) {
            return e;
        }
    }

    private static long memory(DuckDb database) {
        try (DuckSession session = database.session(Set.of(), "UTC")) {
            return session.query(
                    "SELECT CAST(coalesce(sum(memory_usage_bytes), 0) AS BIGINT) FROM duckdb_memory()", rows -> {
                        rows.next();
                        return rows.getLong(1);
                    });
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM a LEFT JOIN b ON true",
                "SELECT 1 FROM a WHERE k NOT IN (SELECT k FROM b)",
                "SELECT EXISTS (SELECT 1 FROM b WHERE true) AS e FROM a",
                "SELECT rank() OVER (ORDER BY k) FROM a",
            })
    void joinsAndWindowsAreItsWork(String sql) {
        assertThat(DeafWork.mayBe(sql)).isTrue();
    }

    @Test
    void othersAreNot() {
        assertThat(DeafWork.mayBe("SELECT k, sum(v) FROM (SELECT * FROM read_parquet(['a'])) AS t WHERE k IN (1, 2)"
                        + " GROUP BY k ORDER BY 1 LIMIT 3"))
                .isFalse();
    }

    private static final class Made implements AutoCloseable {
        private volatile boolean closed;

        boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Ends when it is allowed to, however often it is stopped. */
    private static final class Stubborn implements DeafWork.Work<Made> {
        private final Made made = new Made();
        private final CountDownLatch stops = new CountDownLatch(STOPS);
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public Made run(DeafWork.Stopping stopping) throws InterruptedException {
            try (RunningQuery.Stop stop = stopping.alsoStop(stops::countDown)) {
                end.await();
                return made;
            }
        }
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
