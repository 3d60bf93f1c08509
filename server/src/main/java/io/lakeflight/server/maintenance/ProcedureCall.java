package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The SQL text that calls a procedure of Iceberg's for a table. */
final class ProcedureCall {
    private final TableName table;
    private final String procedure;
    private final Map<String, String> arguments = new TreeMap<>();

    ProcedureCall(TableName table, String procedure) {
        this.table = table;
        this.procedure = procedure;
        arguments.put("table", literal(tableName()));
    }

    private String tableName() {
        return Stream.of(Stream.of(table.catalog()), table.levels().stream(), Stream.of(table.table()))
                .flatMap(part -> part)
                .map(ProcedureCall::quoted)
                .collect(Collectors.joining("."));
    }

    ProcedureCall options(Map<String, String> options) {
        String pairs = new TreeMap<>(options)
                .entrySet().stream()
                        .map(option -> literal(option.getKey()) + ", " + literal(option.getValue()))
                        .collect(Collectors.joining(", "));
        arguments.put("options", "map(" + pairs + ")");
        return this;
    }

    ProcedureCall flag(String name, boolean value) {
        arguments.put(name, Boolean.toString(value));
        return this;
    }

    ProcedureCall number(String name, int value) {
        arguments.put(name, Integer.toString(value));
        return this;
    }

    ProcedureCall time(String name, Instant value) {
        arguments.put(name, "TIMESTAMP '" + Instant.ofEpochMilli(value.toEpochMilli()) + "'");
        return this;
    }

    ProcedureCall numbers(String name, List<Long> values) {
        arguments.put(name, values.stream().map(value -> value + "L").collect(Collectors.joining(", ", "array(", ")")));
        return this;
    }

    @Override
    public String toString() {
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + " => " + argument.getValue())
                .collect(Collectors.joining(
                        ", ", "CALL " + quoted(table.catalog()) + ".system." + procedure + "(", ")"));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
