package io.lakeflight.planner.information;

import static io.lakeflight.planner.information.InformationTable.Column.flag;
import static io.lakeflight.planner.information.InformationTable.Column.number;
import static io.lakeflight.planner.information.InformationTable.Column.optional;
import static io.lakeflight.planner.information.InformationTable.Column.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of {@code information_schema}; the columns are those of the SQL standard, as far as they have a meaning. */
public enum InformationTable {
    SCHEMATA(text("catalog_name"), text("schema_name")),
    TABLES(text("table_catalog"), text("table_schema"), text("table_name"), text("table_type")),
    COLUMNS(
            text("table_catalog"),
            text("table_schema"),
            text("table_name"),
            text("column_name"),
            number("ordinal_position"),
            optional(text("column_default")),
            flag("is_nullable"),
            text("data_type"),
            optional(number("character_maximum_length")),
            optional(number("numeric_precision")),
            optional(number("numeric_precision_radix")),
            optional(number("numeric_scale")),
            optional(number("datetime_precision")),
            optional(text("comment"))),
    VIEWS(
            text("table_catalog"),
            text("table_schema"),
            text("table_name"),
            optional(text("view_definition")),
            text("check_option"),
            flag("is_updatable"));

    /** The schema these tables are in, of every catalog. */
    public static final String SCHEMA = "information_schema";

    @SuppressWarnings("ImmutableEnumChecker") // It is a copy that cannot change.
    private final List<Column> columns;

    /** One column: an {@code INT}, or else a {@code STRING}. */
    public record Column(String name, boolean isNumber, boolean isNullable) {
        static Column text(String name) {
            return new Column(name, false, false);
        }

        static Column number(String name) {
            return new Column(name, true, false);
        }

        /** {@code YES} or {@code NO}, as the standard wants it. */
        static Column flag(String name) {
            return text(name);
        }

        static Column optional(Column column) {
            return new Column(column.name, column.isNumber, true);
        }
    }

    InformationTable(Column... columns) {
        this.columns = List.of(columns);
    }

    public List<Column> columns() {
        return columns;
    }

    /** The name in SQL. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<InformationTable> of(String name) {
        return Arrays.stream(values())
                .filter(table -> table.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
