package io.lakeflight.planner.simple;

import java.util.List;
import java.util.Optional;

/**
 * A query whose answer the text tells, but for what metadata tells of one table: one row of constants, and of figures about
 * all rows of the table, or no row at all; or several rows of constants. Tools send them to see whether somebody answers, and what columns a table has.
 *
 * @param table its name in parts; empty if it reads none
 * @param isEmpty whether it returns no row; else it returns one, and reads no table but for an {@link Aggregate}
 * @param others rows behind the one of the items, of values of the same types
 */
public record SimpleQuery(
        Optional<List<String>> table, List<Item> items, boolean isEmpty, List<List<Constant>> others) {
    public SimpleQuery {
        items = List.copyOf(items);
        others = others.stream().map(List::copyOf).toList();
    }

    /** Of one row at most. */
    SimpleQuery(Optional<List<String>> table, List<Item> items, boolean isEmpty) {
        this(table, items, isEmpty, List.of());
    }

    /** One or more columns of the result. */
    public sealed interface Item {}

    /** {@code *}. */
    public record AllColumns() implements Item {}

    /** @param as the name in the result */
    public record Column(String name, String as) implements Item {}

    /** @param as the name in the result */
    public record Value(Constant constant, String as) implements Item {}

    /** @param as the name in the result */
    public record Fact(SessionFact fact, String as) implements Item {}

    /** What a session is. */
    public enum SessionFact {
        CATALOG,
        SCHEMA,
        USER
    }

    /**
     * Of all rows of the table.
     *
     * @param column of which; that of {@link Function#COUNT_ROWS} is empty
     * @param as the name in the result
     */
    public record Aggregate(Function function, String column, String as) implements Item {}

    /** What is asked about a table's rows. */
    public enum Function {
        COUNT_ROWS,
        /** Rows in which the column is not null. */
        COUNT,
        MIN,
        MAX
    }

    /** Reads a text; empty if it is anything else. Texts that surely are none are told by a look at a few characters. */
    public static Optional<SimpleQuery> parse(String sql) {
        return QueryParser.parse(sql);
    }
}
