package io.lakeflight.engine.spark.fastlane.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that is cancelled ends soon, whatever it is, and nothing of it is left. */
class TestDuckDbCancel {
    private static final long MEGABYTE = 1 << 20;
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A machine may be busy with something else just then. */
    private static final int TRIES = 5;

    private static final long BEGUN_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    private Path directory;

    private DuckDb database;

    @BeforeEach
    void start() throws Exception {
        database = DuckDb.start(new DuckDbLimits(800 * MEGABYTE, 2, directory.resolve("spill")));
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    /** In each of these one operator of DuckDB's is at work for seconds, of several kinds, some without giving a row. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM t a, t b WHERE a.id + b.id = -1",
                "SELECT count(*) FROM t a LEFT JOIN t b ON a.id + b.id < 0",
                "SELECT count(*) FROM t a JOIN t b ON a.id <> b.id",
                "SELECT count(*) FROM t a JOIN t b ON a.k = b.k AND a.id + b.id < 0",
                "SELECT id, m FROM t UNION ALL SELECT id, m FROM t UNION ALL SELECT id, m FROM t ORDER BY m, id",
                "SELECT id, max(m) OVER (ORDER BY m ROWS BETWEEN 100000 PRECEDING AND CURRENT ROW) FROM t",
                "SELECT a.m || b.m, count(*) FROM t a JOIN t b ON a.k = b.k GROUP BY 1",
                "SELECT count(*) FROM t WHERE id + 1 NOT IN (SELECT b.id FROM t b WHERE b.k <> t.k)",
                "SELECT sum(length(repeat(m, 1000))) FROM t",
            })
    void workEndsSoon(String sql) throws Exception {
        List<Duration> taken = new ArrayList<>();
        while (taken.size() < TRIES && taken.stream().noneMatch(time -> time.compareTo(SOON) <= 0)) {
            taken.add(cancel(sql));
        }
        assertThat(taken).anyMatch(time -> time.compareTo(SOON) <= 0);

        eventually(() -> !isBusy());
        assertThat(memory()).isLessThan(MEGABYTE);
    }

    /** As the engine does: again and again, since the work may be between two steps. */
    private Duration cancel(String sql) throws Exception {
        try (DuckSession session = database.session(Set.of(), "UTC")) {
            String table = "WITH t AS MATERIALIZED (SELECT range AS id, range % 1000 AS k, md5(range::VARCHAR) AS m"
                    + " FROM range(400000)) ";
            long before = SYSTEM.getProcessCpuTime();
            CompletableFuture<HeldRows> work = CompletableFuture.supplyAsync(() -> {
                try {
                    int columns = sql.startsWith("SELECT count") || sql.contains("sum(") ? 1 : 2;
                    return session.hold(table + sql, columns, sql.contains("ORDER BY"), Long.MAX_VALUE);
                } catch (SQLException | TooManyRowsException e) {
                    throw new CompletionException(e);
                }
            });
            eventually(() -> work.isDone() || SYSTEM.getProcessCpuTime() - before > BEGUN_CPU_NANOS);
            assertThat(work).isNotDone();
            long asked = System.nanoTime();
            eventually(() -> {
                session.interrupt();
                return work.isDone();
            });
            Duration taken = Duration.ofNanos(System.nanoTime() - asked);
            assertThatThrownBy(work::join).hasCauseInstanceOf(SQLException.class);
            return taken;
        }
    }

    /** Whether threads compute, those of DuckDB among them. */
    private static boolean isBusy() {
        long start = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        return SYSTEM.getProcessCpuTime() - cpu > (System.nanoTime() - start) / 2;
    }

    private long memory() throws SQLException {
        try (DuckSession session = database.session(Set.of(), "UTC")) {
            return session.query(
                    "SELECT CAST(coalesce(sum(memory_usage_bytes), 0) AS BIGINT) FROM duckdb_memory()", rows -> {
                        rows.next();
                        return rows.getLong(1);
                    });
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
