package io.lakeflight.engine.spark.fastlane.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.lakeflight.engine.spark.fastlane.duckdb.DuckDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final int TEXT_FACTOR = 2;
    /** No table takes less: DuckDB's blocks are as large. */
    private static final long BLOCK_BYTES = 256 << 10;

    private final DuckDatabase database;
    private final long maxBytes;
    private final Executor worker;
    private final Cache<WholeFile, HotTable> tables;
    private final Cache<WholeFile, Boolean> refused = Caffeine.newBuilder()
            .maximumSize(MOST_REFUSED)
            .expireAfterWrite(PAUSE)
            .build();
    private volatile boolean isClosed;

    /** @param worker frees what nobody reads any more */
    HotTables(DuckDatabase database, long maxBytes, Executor worker) {
        this.database = database;
        this.maxBytes = maxBytes;
        this.worker = worker;
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
        if (isClosed || !mayHave(file) || likelyBytes(file, columns) > maxBytes) {
            refused.put(file, true);
            return;
        }
        Decoding decoding = new Decoding(database, "hot" + MADE.incrementAndGet());
        try {
            Decoding.Decoded decoded = decoding.of(file, columns);
            long bytes = bytes(file, columns, decoded.bytes());
            tables.put(file, new HotTable(decoding.name(), decoded.names(), bytes, () -> detach(decoding)));
            if (isClosed) {
                tables.invalidateAll();
            }
            log.debug("{} columns of {} are decoded: {} bytes", columns.size(), file.path(), bytes);
        } catch (SQLException e) {
            refused.put(file, true);
            // Never DuckDB's own text, which quotes values.
            log.debug("A data file could not be decoded: {}", file.path());
        }
    }

    /** A field is there as one type only: that which it is wanted as. */
    private static Set<ColumnKey> united(Set<ColumnKey> had, Set<ColumnKey> wanted) {
        Map<Integer, ColumnKey> byId = new HashMap<>();
        had.forEach(column -> byId.put(column.id(), column));
        wanted.forEach(column -> byId.put(column.id(), column));
        return Set.copyOf(byId.values());
    }

    /** As measured, but a byte for each value at the least: statements at work may have given back some at the same time. */
    private static long bytes(WholeFile file, Set<ColumnKey> columns, long measured) {
        return Math.max(BLOCK_BYTES, Math.max(file.rows() * columns.size(), measured));
    }

    /** Without compression. How long texts are is not known, but that not all of a file is theirs. */
    private static long likelyBytes(WholeFile file, Set<ColumnKey> columns) {
        long width = columns.stream().mapToLong(ColumnKey::width).sum();
        boolean hasTexts = columns.stream().anyMatch(ColumnKey::isOfAnyLength);
        return Math.max(file.rows() * width, hasTexts ? TEXT_FACTOR * file.length() : 0);
    }

    private void detach(Decoding table) {
        try {
            worker.execute(() -> {
                try {
                    table.detach();
                } catch (SQLException e) {
                    log.debug("{} goes with its DuckDB", table.name());
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("{} goes with the engine", table.name());
        }
    }

    /** Nothing is made any more, and what is there goes when nobody reads it. */
    void close() {
        isClosed = true;
        tables.invalidateAll();
    }

    long bytes() {
        return tables.asMap().values().stream().mapToLong(HotTable::bytes).sum();
    }
}
