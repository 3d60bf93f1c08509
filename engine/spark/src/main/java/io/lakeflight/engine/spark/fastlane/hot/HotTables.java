package io.lakeflight.engine.spark.fastlane.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDatabase;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of one DuckDB, up to a number of bytes; those used least give way, and go when nobody reads them. */
final class HotTables {
    private static final Logger log = LoggerFactory.getLogger(HotTables.class);
    /** Of all databases: names are never another table's. */
    private static final AtomicLong MADE = new AtomicLong();

    private static final int MOST_REFUSED = 10_000;
    /** For what there was no room for, or could not be decoded. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Duration END_PATIENCE = Duration.ofSeconds(2);
    /** No table takes less: DuckDB's blocks are as large. */
    private static final long BLOCK_BYTES = 256 << 10;

    private final DuckDatabase database;
    private final long maxBytes;
    private final Cache<WholeFile, HotTable> tables;
    private final Cache<WholeFile, Boolean> refused = Caffeine.newBuilder()
            .maximumSize(MOST_REFUSED)
            .expireAfterWrite(PAUSE)
            .build();
    private volatile boolean isClosed;
    private volatile @Nullable DuckSession decoding;

    HotTables(DuckDatabase database, long maxBytes) {
        this.database = database;
        this.maxBytes = maxBytes;
        this.tables = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((WholeFile file, HotTable table) -> (int) Math.min(Integer.MAX_VALUE, table.bytes()))
                .executor(Runnable::run)
                .removalListener(this::removed)
                .build();
    }

    private void removed(@Nullable WholeFile file, @Nullable HotTable table, RemovalCause cause) {
        if (file != null && cause == RemovalCause.SIZE) {
            refused.put(file, true);
        }
        if (table != null) {
            table.drop();
        }
    }

    boolean isOf(DuckDatabase other) {
        return database == other;
    }

    /** The file's table, if it has all of these columns; the caller gives it back. */
    Optional<HotTable> take(WholeFile file, List<ColumnScan.Column> columns) {
        HotTable table = tables.getIfPresent(file);
        return table != null && table.hasAll(columns) && table.take() ? Optional.of(table) : Optional.empty();
    }

    /** Whether it is worth a try to have a file here. */
    boolean mayHave(WholeFile file) {
        return refused.getIfPresent(file) == null;
    }

    /** Makes a file's table, in place of the one with fewer columns that there may be. */
    synchronized void decode(WholeFile file, Set<ColumnKey> wanted) {
        HotTable before = tables.getIfPresent(file);
        Set<ColumnKey> had = before == null ? Set.of() : before.columns();
        Set<ColumnKey> columns = united(had, wanted);
        if (columns.equals(had)) {
            return;
        }
        if (isClosed || !mayHave(file) || file.rows() * width(columns) > maxBytes) {
            refused.put(file, true);
            return;
        }
        String name = "hot" + MADE.incrementAndGet();
        try (DuckSession session = database.session()) {
            decoding = session;
            Decoding.Decoded decoded = new Decoding(name, session).of(file, columns);
            long bytes = bytes(file, columns, decoded.bytes());
            tables.put(file, new HotTable(name, decoded.names(), bytes, () -> detach(name)));
            if (isClosed) {
                tables.invalidateAll();
            }
            log.debug("{} columns of {} are decoded: {} bytes", columns.size(), file.path(), bytes);
        } catch (SQLException e) {
            refused.put(file, true);
            // Never DuckDB's own text, which quotes values.
            log.debug("A data file could not be decoded: {}", file.path());
        } finally {
            decoding = null;
        }
    }

    /** A field is there as one type only, for which the first one stays. */
    private static Set<ColumnKey> united(Set<ColumnKey> had, Set<ColumnKey> wanted) {
        Map<Integer, ColumnKey> byId = new LinkedHashMap<>();
        had.forEach(column -> byId.put(column.id(), column));
        wanted.forEach(column -> byId.putIfAbsent(column.id(), column));
        return Set.copyOf(byId.values());
    }

    /** As measured, within what is likely: a byte for each value at the least, and what it takes without compression at most. */
    private static long bytes(WholeFile file, Set<ColumnKey> columns, long measured) {
        long most = file.rows() * width(columns);
        return Math.max(BLOCK_BYTES, Math.max(file.rows() * columns.size(), Math.min(most, measured)));
    }

    private static long width(Set<ColumnKey> columns) {
        return columns.stream().mapToLong(ColumnKey::width).sum();
    }

    private void detach(String name) {
        try (DuckSession session = database.session()) {
            session.execute("DETACH " + name);
        } catch (SQLException e) {
            log.debug("{} goes with its DuckDB", name);
        }
    }

    /** Frees the memory, for a while at least. */
    void clear() {
        List<WholeFile> files = new ArrayList<>(tables.asMap().keySet());
        files.forEach(file -> refused.put(file, true));
        tables.invalidateAll(files);
    }

    /** Ends what is being made. An interrupt between two steps is none, so it is repeated. */
    void stop() {
        long end = System.nanoTime() + END_PATIENCE.toNanos();
        for (DuckSession session = decoding; session != null && System.nanoTime() < end; session = decoding) {
            session.interrupt();
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** As much of {@link #close} as takes no time. */
    void abandon() {
        isClosed = true;
        DuckSession session = decoding;
        if (session != null) {
            session.interrupt();
        }
    }

    /** Nothing is made any more, and what is there goes when nobody reads it. */
    void close() {
        isClosed = true;
        stop();
        tables.invalidateAll();
    }

    long bytes() {
        return tables.asMap().values().stream().mapToLong(HotTable::bytes).sum();
    }
}
