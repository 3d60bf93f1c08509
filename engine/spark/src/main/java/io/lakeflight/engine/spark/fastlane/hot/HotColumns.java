package io.lakeflight.engine.spark.fastlane.hot;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckDatabase;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has files decoded of which statements have read the same columns several times, one after the other on a thread of its own,
 * while no statement is at work or once they have waited for long; and says what a statement reads in place of them.
 */
public final class HotColumns implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HotColumns.class);
    private static final int ENOUGH_USES = 2;
    /** A scan of more files is not a brief one. */
    private static final int MOST_FILES = 64;

    private static final int MOST_WAITING = 1_000;
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final Duration rest;
    private final Duration patience;
    private final Uses uses;
    private final ScheduledThreadPoolExecutor worker;
    private final Set<WholeFile> waiting = new LinkedHashSet<>();
    private volatile Mode mode = Mode.AS_USED;
    private long maxBytes;
    private @Nullable HotTables tables;
    private int atWork;
    private long restedSince = System.nanoTime();
    private long waitingSince;
    private boolean isScheduled;
    private boolean isClosed;

    /** @param maxBytes 0: nothing is decoded but by statements */
    public HotColumns(long maxBytes) {
        this(maxBytes, ENOUGH_USES, Duration.ofMillis(300), Duration.ofSeconds(3));
    }

    /**
     * @param enough statements that have to have read a column
     * @param rest how long none is to have been at work before a file is decoded
     * @param patience after which one is decoded all the same
     */
    HotColumns(long maxBytes, int enough, Duration rest, Duration patience) {
        this.maxBytes = maxBytes;
        this.rest = rest;
        this.patience = patience;
        this.uses = new Uses(enough);
        this.worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "hot-columns");
            thread.setDaemon(true);
            return thread;
        });
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What statements read here. */
    enum Mode {
        /** What is decoded, and that is what others have read. */
        AS_USED,
        /** Nothing. */
        NONE,
        /** All that may be: it is decoded first. */
        ALL
    }

    /** To see that rows are the same wherever they are read. */
    void use(Mode other) {
        mode = other;
    }

    /** What a statement reads while it is at work. */
    public final class Lease implements AutoCloseable {
        private final List<HotTable> taken = new ArrayList<>();
        private String sql;

        private Lease(String sql) {
            this.sql = sql;
        }

        /** The statement's text. */
        public String sql() {
            return sql;
        }

        /** Whether any of it is read here. */
        boolean isOfAny() {
            return !taken.isEmpty();
        }

        private void put(HotTables there, ColumnScan scan) {
            List<String> parts = new ArrayList<>();
            List<WholeFile> cold = new ArrayList<>();
            for (WholeFile file : scan.files()) {
                if (mode == Mode.ALL) {
                    there.decode(file, keys(scan));
                }
                there.take(file, scan.columns())
                        .ifPresentOrElse(
                                table -> {
                                    taken.add(table);
                                    flush(scan, cold, parts);
                                    parts.add(table.select(scan.columns()));
                                },
                                () -> {
                                    cold.add(file);
                                    note(there, file, scan.columns());
                                });
            }
            if (!parts.isEmpty()) {
                flush(scan, cold, parts);
                sql = sql.replace(scan.text(), String.join(" UNION ALL ", parts));
            }
        }

        private static void flush(ColumnScan scan, List<WholeFile> cold, List<String> parts) {
            if (!cold.isEmpty()) {
                parts.add(scan.text(cold));
                cold.clear();
            }
        }

        @Override
        public void close() {
            try {
                taken.forEach(HotTable::giveBack);
            } finally {
                ended();
            }
        }
    }

    /**
     * Takes what there is for a statement; the caller gives it back when the statement's rows are whole.
     *
     * @param sql with the texts of the scans
     */
    public Lease lease(DuckSession session, String sql, List<ColumnScan> scans) {
        Lease lease = new Lease(sql);
        boolean isTaken = false;
        try {
            Optional<HotTables> there = begun(session.database());
            for (ColumnScan scan : scans) {
                if (there.isPresent() && mode != Mode.NONE && scan.files().size() <= MOST_FILES) {
                    lease.put(there.get(), scan);
                }
            }
            isTaken = true;
            return lease;
        } finally {
            if (!isTaken) {
                lease.close();
            }
        }
    }

    private static Set<ColumnKey> keys(ColumnScan scan) {
        return scan.columns().stream().map(ColumnScan.Column::key).collect(Collectors.toSet());
    }

    /** Empty for a statement that has come to its database just before another one took its place. */
    private synchronized Optional<HotTables> begun(DuckDatabase database) {
        atWork++;
        HotTables before = tables;
        if (before != null && before.isOf(database)) {
            return Optional.of(before);
        }
        if (isClosed || maxBytes == 0 || !database.isOpen()) {
            return Optional.empty();
        }
        abandon();
        HotTables next = new HotTables(database, maxBytes, worker);
        tables = next;
        return Optional.of(next);
    }

    private synchronized void ended() {
        atWork--;
        restedSince = System.nanoTime();
    }

    private void note(HotTables there, WholeFile file, List<ColumnScan.Column> columns) {
        if (uses.add(file, columns) && there.mayHave(file)) {
            await(file);
        }
    }

    private synchronized void await(WholeFile file) {
        if (waiting.size() >= MOST_WAITING || isClosed) {
            return;
        }
        if (waiting.isEmpty()) {
            waitingSince = System.nanoTime();
        }
        waiting.add(file);
        schedule();
    }

    private void schedule() {
        if (!isScheduled && !isClosed) {
            isScheduled = true;
            worker.schedule(this::work, rest.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void work() {
        synchronized (this) {
            isScheduled = false;
        }
        try {
            for (@Nullable WholeFile next = next(); next != null; next = next()) {
                HotTables there = there();
                if (there != null) {
                    there.decode(next, uses.columns(next));
                }
            }
        } catch (RuntimeException e) {
            log.warn("Decoding columns of data files failed by a bug", e);
        }
    }

    private synchronized @Nullable HotTables there() {
        return tables;
    }

    /** Null, and another look later if any waits, if it is not the time for one. */
    private synchronized @Nullable WholeFile next() {
        Iterator<WholeFile> first = waiting.iterator();
        if (isClosed || !first.hasNext()) {
            return null;
        }
        long now = System.nanoTime();
        boolean isQuiet = atWork == 0 && now - restedSince >= rest.toNanos();
        if (!isQuiet && now - waitingSince < patience.toNanos()) {
            schedule();
            return null;
        }
        // The next one is to wait for as long again.
        waitingSince = now;
        WholeFile next = first.next();
        first.remove();
        return next;
    }

    /** A statement had no memory left, which is for statements first: there will be half as much here from now on. */
    public synchronized void outOfMemory() {
        if (!isClosed) {
            abandon();
            maxBytes /= 2;
        }
    }

    private void abandon() {
        HotTables before = tables;
        tables = null;
        waiting.clear();
        if (before != null) {
            before.close();
        }
    }

    /** How much memory all that is decoded takes. */
    public long bytes() {
        HotTables there = there();
        return there == null ? 0 : there.bytes();
    }

    @Override
    public void close() {
        @Nullable HotTables there;
        synchronized (this) {
            isClosed = true;
            there = tables;
        }
        if (there != null) {
            there.close();
        }
        worker.shutdown();
        try {
            if (!worker.awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("DuckDB has not decoded a data file within {}", END_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
