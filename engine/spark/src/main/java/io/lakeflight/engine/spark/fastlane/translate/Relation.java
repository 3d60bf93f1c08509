package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * A query for one node of a plan.
 *
 * @param sql a SELECT with a column for every attribute of the output, each once, named by {@link #column}; there may be
 *     more columns
 * @param order the order of the rows, by columns of the SELECT, which has no ORDER BY itself
 * @param limit LIMIT and OFFSET that are still to be written behind the ORDER BY
 */
record Relation(String sql, List<Attribute> output, List<SortKey> order, String limit) {
    /** Nothing else in a translation gives the rows of a query an order. */
    static final String ORDER_BY = " ORDER BY ";

    Relation {
        output = List.copyOf(output);
        order = List.copyOf(order);
    }

    static Relation unordered(String sql, List<Attribute> output) {
        return new Relation(sql, output, List.of(), "");
    }

    /** The name of an attribute's column, which no text of a user is part of. */
    static String column(Attribute attribute) {
        return "c" + attribute.exprId().id();
    }

    /** The names of the output's columns, each once; there is always one, as a SELECT without columns is none. */
    List<String> columns() {
        return columns(output);
    }

    static List<String> columns(List<? extends Attribute> attributes) {
        List<String> names =
                attributes.stream().map(Relation::column).distinct().toList();
        return names.isEmpty() ? List.of("1 AS none") : names;
    }

    /** What follows FROM, with the limit taken in. */
    String from(String alias) {
        return limit.isEmpty()
                ? "(" + sql + ") AS " + alias
                : "(SELECT * FROM (" + sql + ") AS " + alias + orderBy(alias) + limit + ") AS " + alias;
    }

    String orderBy(String alias) {
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(key -> alias + "." + key.column() + key.direction())
                        .collect(Collectors.joining(", ", ORDER_BY, ""));
    }

    /** Columns that are no output, but order the rows of it. */
    List<String> hidden() {
        List<String> shown = columns();
        return order.stream()
                .map(SortKey::column)
                .distinct()
                .filter(column -> !shown.contains(column))
                .toList();
    }
}
