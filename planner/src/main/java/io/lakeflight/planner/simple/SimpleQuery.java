package io.lakeflight.planner.simple;

import java.util.List;
import java.util.Optional;

/**
 * A query whose answer the text tells, but for the columns of a table: one row of constants, or no row at all. Tools send
 * them to see whether somebody answers, and what columns a table has.
 *
 * @param table its name in parts; empty if it reads none
 * @param isEmpty whether it returns no row; else it returns one
 */
public record SimpleQuery(Optional<List<String>> table, List<Item> items, boolean isEmpty) {
    public SimpleQuery {
        items = List.copyOf(items);
    }

    /** One or more columns of the result. */
    public sealed interface Item {}

    /** {@code *}. */
    public record AllColumns() implements Item {}

    /** @param as the name in the result */
    public record Column(String name, String as) implements Item {}

    /** @param as the name in the result */
    public record Value(Constant constant, String as) implements Item {}

    /** Reads a text; empty if it is anything else. Texts that surely are none are told by a look at a few characters. */
    public static Optional<SimpleQuery> parse(String sql) {
        return QueryParser.parse(sql);
    }
}
