package io.lakeflight.engine.spark.fastlane.hot;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckSql;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Columns of one data file in DuckDB's memory. It stays until no statement reads it any more. */
final class HotTable {
    private final String database;
    private final Map<ColumnKey, String> names;
    private final long bytes;
    private final Runnable detach;
    private int readers;
    private boolean isDropped;

    /**
     * @param database of its own, as DuckDB knows it
     * @param names of its columns there
     * @param detach frees it
     */
    HotTable(String database, Map<ColumnKey, String> names, long bytes, Runnable detach) {
        this.database = database;
        this.names = Map.copyOf(names);
        this.bytes = bytes;
        this.detach = detach;
    }

    Set<ColumnKey> columns() {
        return names.keySet();
    }

    long bytes() {
        return bytes;
    }

    boolean hasAll(List<ColumnScan.Column> columns) {
        return columns.stream().allMatch(column -> names.containsKey(column.key()));
    }

    /** A SELECT of all its rows, in the file's order. */
    String select(List<ColumnScan.Column> columns) {
        return columns.stream()
                .map(column -> names.get(column.key()) + " AS " + DuckSql.name(column.name()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + database + "." + Decoding.TABLE));
    }

    /** Whether it may be read; whoever may gives it back. */
    synchronized boolean take() {
        if (isDropped) {
            return false;
        }
        readers++;
        return true;
    }

    void giveBack() {
        boolean isLast;
        synchronized (this) {
            readers--;
            isLast = isDropped && readers == 0;
        }
        if (isLast) {
            detach.run();
        }
    }

    /** Once. */
    void drop() {
        boolean isUnread;
        synchronized (this) {
            isDropped = true;
            isUnread = readers == 0;
        }
        if (isUnread) {
            detach.run();
        }
    }
}
