package io.lakeflight.benchmarks.system;

import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of TPC-DS. */
public final class TpcdsTables {
    static final String SCHEMA = "tpcds";

    private TpcdsTables() {}

    /** Create what is missing. */
    static List<String> statements() {
        return Stream.concat(
                        Stream.of("CREATE NAMESPACE IF NOT EXISTS lake." + SCHEMA),
                        columns().entrySet().stream().map(table -> "CREATE TABLE IF NOT EXISTS lake.%s.%s (%s)"
                                .formatted(SCHEMA, table.getKey(), table.getValue())))
                .toList();
    }

    /** Names and SQL types by table, with commas in between. */
    public static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (Table table : Table.getBaseTables()) {
            columns.put(
                    table.getName(),
                    Arrays.stream(table.getColumns())
                            .map(TpcdsTables::definition)
                            .collect(Collectors.joining(", ")));
        }
        return columns;
    }

    /** One column has another name in the texts than in the generator. */
    private static String definition(Column column) {
        String name = column.getName().equals("c_last_review_date_sk") ? "c_last_review_date" : column.getName();
        return name + " " + type(column.getType());
    }

    private static String type(ColumnType type) {
        return switch (type.getBase()) {
            case INTEGER -> "INT";
            case IDENTIFIER -> "BIGINT";
            case DATE -> "DATE";
            case DECIMAL ->
                "DECIMAL(%d,%d)"
                        .formatted(
                                type.getPrecision().orElseThrow(),
                                type.getScale().orElseThrow());
            case VARCHAR, CHAR, TIME -> "STRING";
        };
    }
}
