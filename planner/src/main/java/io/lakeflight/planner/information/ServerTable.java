package io.lakeflight.planner.information;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table of {@code information_schema} or {@code system}, as statements that describe tables see it. Names lead to it as they do in
 * a query.
 *
 * @param schema {@code system}, or {@code information_schema} of any catalog
 * @param name without the schema
 */
public record ServerTable(String schema, String name, List<Column> columns) {
    /** One column; {@link OutputColumn.Type} tells its type. */
    public record Column(String name, OutputColumn.Type type) {}

    public ServerTable {
        columns = List.copyOf(columns);
    }

    /**
     * The table of a name.
     *
     * @param name in its parts
     * @param catalog the session's
     * @param catalogs all there are
     */
    public static Optional<ServerTable> find(List<String> name, String catalog, Collection<String> catalogs) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        int last = name.size() - 1;
        return of(name.subList(0, last), catalog, catalogs)
                .filter(table -> table.name().equalsIgnoreCase(name.get(last)))
                .findFirst();
    }

    /** All tables of a schema, in the order of their names; none if it is not one of the server's. */
    public static List<ServerTable> in(List<String> schema, String catalog, Collection<String> catalogs) {
        return of(schema, catalog, catalogs).toList();
    }

    private static Stream<ServerTable> of(List<String> schema, String catalog, Collection<String> catalogs) {
        if (schema.size() == 1 && schema.get(0).equalsIgnoreCase(SystemTable.SCHEMA)) {
            return Arrays.stream(SystemTable.values()).map(ServerTable::of).sorted(ServerTable::byName);
        }
        boolean isInformation = (schema.size() == 1 || schema.size() == 2)
                && schema.get(schema.size() - 1).equalsIgnoreCase(InformationTable.SCHEMA);
        return isInformation && catalogs.contains(schema.size() == 1 ? catalog : schema.get(0))
                ? Arrays.stream(InformationTable.values()).map(ServerTable::of).sorted(ServerTable::byName)
                : Stream.empty();
    }

    private static int byName(ServerTable one, ServerTable other) {
        return one.name().compareTo(other.name());
    }

    private static ServerTable of(SystemTable table) {
        List<Column> columns = table.columns().stream()
                .map(column -> new Column(column.name(), column.type()))
                .toList();
        return new ServerTable(SystemTable.SCHEMA, table.key(), columns);
    }

    private static ServerTable of(InformationTable table) {
        List<Column> columns = table.columns().stream()
                .map(column ->
                        new Column(column.name(), column.isNumber() ? OutputColumn.Type.INT : OutputColumn.Type.TEXT))
                .toList();
        return new ServerTable(InformationTable.SCHEMA, table.key(), columns);
    }
}
