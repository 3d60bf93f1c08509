package io.lakeflight.planner.information;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of {@code system}, in which the server tells what it does. Columns come to them, and never go or change. */
public enum SystemTable {
    QUERIES(
            text("query_id"),
            text("session_id"),
            text("user_name"),
            optional(text("client")),
            text("state"),
            optional(text("statement_class")),
            optional(text("lane")),
            optional(text("data_plane")),
            optional(text("engine_id")),
            time("submitted"),
            optional(time("started")),
            optional(time("ended")),
            optional(number("row_count")),
            optional(number("byte_count")),
            optional(number("error_code")),
            optional(text("error_name")),
            optional(text("error_sqlstate")),
            optional(text("error_message")),
            optional(text("lane_reason")),
            optional(text("lane_fallback"))),
    SESSIONS(
            text("session_id"),
            text("user_name"),
            optional(text("client")),
            text("state"),
            text("current_catalog"),
            text("current_schema"),
            optional(text("chosen_data_plane")),
            optional(text("home_data_plane")),
            time("opened"),
            time("last_used"),
            number("statements")),
    DATA_PLANES(
            text("data_plane"),
            text("state"),
            text("start"),
            text("memory"),
            optional(number("max_bytes")),
            number("engines"),
            number("statements"),
            optional(text("last_failure")),
            number("configured_engines"),
            text("tags")),
    ENGINES(
            text("engine_id"),
            text("data_plane"),
            text("state"),
            number("process_id"),
            time("started"),
            time("last_heartbeat"),
            number("statements"),
            number("sessions"),
            number("known_hits"),
            number("known_misses"),
            number("shadow_equal"),
            number("shadow_different"),
            number("shadow_dropped"),
            number("shadow_waiting"),
            number("fast_lane_left"),
            number("hot_columns_bytes")),
    DATA_CACHE(
            text("engine_id"),
            text("data_plane"),
            number("files"),
            number("bytes"),
            number("max_bytes"),
            number("hits"),
            number("misses"),
            number("fetched_bytes"),
            number("evictions"),
            number("faults")),
    CATALOGS(text("catalog_name"), text("catalog_type")),
    FAST_LANE_DIFFERENCES(
            text("query_id"),
            text("data_plane"),
            text("engine_id"),
            time("found"),
            text("shape"),
            number("fast_rows"),
            text("fast_fingerprint"),
            number("spark_rows"),
            optional(text("spark_fingerprint")),
            optional(text("spark_error")));

    /** What stands before the names of these tables, as a catalog would. */
    public static final String SCHEMA = "system";

    @SuppressWarnings("ImmutableEnumChecker") // It is a copy that cannot change.
    private final List<Column> columns;

    /**
     * One column: {@link OutputColumn.Type#TEXT}, {@link OutputColumn.Type#BIGINT} or {@link
     * OutputColumn.Type#TIMESTAMP}.
     */
    public record Column(String name, OutputColumn.Type type, boolean isNullable) {}

    SystemTable(Column... columns) {
        this.columns = List.of(columns);
    }

    private static Column text(String name) {
        return new Column(name, OutputColumn.Type.TEXT, false);
    }

    private static Column number(String name) {
        return new Column(name, OutputColumn.Type.BIGINT, false);
    }

    private static Column time(String name) {
        return new Column(name, OutputColumn.Type.TIMESTAMP, false);
    }

    private static Column optional(Column column) {
        return new Column(column.name, column.type, true);
    }

    public List<Column> columns() {
        return columns;
    }

    /** The name in SQL. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The table a full name stands for, if it does for one. */
    static Optional<SystemTable> of(List<String> name) {
        return name.size() == 2 && name.get(0).equalsIgnoreCase(SCHEMA)
                ? Arrays.stream(values())
                        .filter(table -> table.name().equalsIgnoreCase(name.get(1)))
                        .findFirst()
                : Optional.empty();
    }

    /** A pattern that finds the name of any of them. */
    static String anyKey() {
        return Stream.of(values()).map(SystemTable::key).collect(Collectors.joining("|", "(?:", ")"));
    }
}
