package io.lakeflight.server.front;

import io.lakeflight.planner.BrowseStatement;
import io.lakeflight.planner.information.ServerTable;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;

/** Answers {@code SHOW} and {@code DESCRIBE} of {@code information_schema} and {@code system}, which no engine knows of. */
record ServerTableDescription(String catalog, List<String> catalogs) {
    /** Empty if the statement is about anything else. */
    Optional<HeldRows> of(BrowseStatement statement) {
        if (statement instanceof BrowseStatement.Tables asked) {
            List<ServerTable> tables = ServerTable.in(asked.schema(), catalog, catalogs);
            return tables.isEmpty() ? Optional.empty() : filter(asked.pattern()).map(wanted -> listing(tables, wanted));
        }
        return statement instanceof BrowseStatement.OfTable asked
                ? ServerTable.find(asked.table(), catalog, catalogs).flatMap(table -> of(asked, table))
                : Optional.empty();
    }

    private static Optional<HeldRows> of(BrowseStatement.OfTable statement, ServerTable table) {
        List<ServerTable.Column> columns = table.columns();
        if (statement instanceof BrowseStatement.Columns) {
            return rows(FrontSchemas.COLUMNS, columns.stream().map(column -> Row.of(column.name())));
        }
        if (statement instanceof BrowseStatement.Describe || statement instanceof BrowseStatement.DescribeExtended) {
            return rows(
                    FrontSchemas.DESCRIPTION,
                    columns.stream().map(column -> Row.of(column.name(), type(column), null)));
        }
        return Optional.empty();
    }

    private static Optional<HeldRows> rows(Schema schema, Stream<Row> rows) {
        return Optional.of(new HeldRows(schema, rows.toList()));
    }

    private static Optional<Predicate<String>> filter(Optional<String> pattern) {
        return pattern.isEmpty() ? Optional.of(name -> true) : SparkPattern.of(pattern.get());
    }

    private static HeldRows listing(List<ServerTable> tables, Predicate<String> wanted) {
        return new HeldRows(
                FrontSchemas.TABLES,
                tables.stream()
                        .filter(table -> wanted.test(table.name()))
                        .map(table -> Row.of(table.schema(), table.name(), false))
                        .toList());
    }

    /** As Spark prints it. */
    private static String type(ServerTable.Column column) {
        return switch (column.type()) {
            case TEXT -> "string";
            case FLAG -> "boolean";
            case INT -> "int";
            case BIGINT -> "bigint";
            case TIMESTAMP -> "timestamp";
            case DOUBLE -> "double";
            case DECIMAL -> throw new IllegalStateException("No table of the server's has decimals: " + column.name());
        };
    }
}
