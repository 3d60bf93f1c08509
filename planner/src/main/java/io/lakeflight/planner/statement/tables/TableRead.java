package io.lakeflight.planner.statement.tables;

import io.lakeflight.planner.statement.predicates.ColumnPredicate;
import java.util.List;

/**
 * One place where a statement reads a table or view.
 *
 * @param name as written, in its parts
 * @param predicates what holds for all rows that count; those of columns that the table does not have are not about it
 * @param isCurrent whether it is read as it is now, not as it was at some other time
 * @param isChanged whether its rows are looked for to be changed
 */
public record TableRead(List<String> name, List<ColumnPredicate> predicates, boolean isCurrent, boolean isChanged) {
    public TableRead {
        name = List.copyOf(name);
        predicates = List.copyOf(predicates);
    }

    /** The same, with nothing known of its rows. */
    public TableRead whole() {
        return new TableRead(name, List.of(), isCurrent, isChanged);
    }
}
