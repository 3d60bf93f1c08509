package io.lakeflight.engine.spark.fastlane.duckdb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The engine's DuckDB. Which directories one may read is fixed when it is opened, and catalogs come while the engine
 * runs: so a statement that reads a new directory has another one opened in place of the last, which takes some
 * milliseconds; statements that still use the last one go on.
 */
public final class DuckDb implements AutoCloseable {
    /** What a query computes apart, by {@code WITH … AS MATERIALIZED}, is computed of all rows, and if there are none outside. */
    public static final String COMPUTED_APART = "disabled_optimizers = 'cte_filter_pusher,empty_result_pullup'";

    /** More than the warehouses there are: beyond them each table of somebody else's catalog counts. */
    private static final int MOST_DIRECTORIES = 1_000;

    private final DuckDbLimits limits;
    private HardenedDuckDb current;
    private int opened;

    private DuckDb(DuckDbLimits limits, HardenedDuckDb first) {
        this.limits = limits;
        this.current = first;
    }

    /** Opens one that reads nothing yet, so that it is known whether this machine can run it at all. */
    public static DuckDb start(DuckDbLimits limits) throws SQLException {
        return new DuckDb(
                limits, HardenedDuckDb.open(limits.spillingTo(limits.spill().resolve("0")), Set.of()));
    }

    /**
     * Opens what one statement needs.
     *
     * @param directories that it reads files in
     * @param timeZone as DuckDB names it
     */
    public DuckSession session(Set<String> directories, String timeZone) throws SQLException {
        DuckSession opened = open(directories);
        @Nullable DuckSession session = null;
        try {
            if (!timeZone.equals(HardenedDuckDb.TIME_ZONE)) {
                opened.execute("SET TimeZone = " + DuckSql.text(timeZone));
            }
            session = opened;
            return opened;
        } finally {
            if (session == null) {
                opened.close();
            }
        }
    }

    private synchronized DuckSession open(Set<String> directories) throws SQLException {
        if (!current.mayRead(directories)) {
            Set<String> all = new TreeSet<>(directories);
            if (current.directories().size() < MOST_DIRECTORIES) {
                all.addAll(current.directories());
            }
            // Each has its spill directory for itself, and removes it when it is closed.
            opened++;
            Path spill = limits.spill().resolve(String.valueOf(opened));
            HardenedDuckDb next = HardenedDuckDb.open(limits.spillingTo(spill), all);
            current.close();
            current = next;
        }
        return current.session();
    }

    @Override
    public synchronized void close() throws SQLException {
        current.close();
    }
}
