package io.lakeflight.engine.spark.fastlane.hot;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckSql;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A scan of whole data files, as it stands in the text of a statement.
 *
 * @param files in the order that they are read in; there are some
 */
public record ColumnScan(List<WholeFile> files, List<Column> columns) {
    /** @param name by which the statement knows it */
    public record Column(String name, ColumnKey key) {}

    public ColumnScan {
        files = List.copyOf(files);
        columns = List.copyOf(columns);
    }

    /** A SELECT of all its rows. */
    public String text() {
        return text(files);
    }

    /** The same of some of its files. */
    String text(List<WholeFile> some) {
        List<String> paths = some.stream().map(WholeFile::path).toList();
        return "SELECT " + selected(columns) + " FROM " + read(paths, columns, "");
    }

    /** What a SELECT from files gives. */
    public static String selected(List<Column> columns) {
        return columns.stream().map(column -> DuckSql.name(column.name())).collect(Collectors.joining(", "));
    }

    /**
     * An item of FROM: columns of files by their fields' ids.
     *
     * @param options more of them, each after a comma
     */
    public static String read(Collection<String> paths, List<Column> columns, String options) {
        String list = paths.stream().map(DuckSql::text).collect(Collectors.joining(", ", "[", "]"));
        String schema = columns.stream().map(ColumnScan::entry).collect(Collectors.joining(", ", "MAP {", "}"));
        return "read_parquet(" + list + ", schema = " + schema + ", hive_partitioning = false" + options + ")";
    }

    private static String entry(Column column) {
        ColumnKey key = column.key();
        return "%d: {name: %s, type: %s, default_value: %s}"
                .formatted(key.id(), DuckSql.text(column.name()), DuckSql.text(key.type()), key.initial());
    }
}
