package io.lakeflight.planner.validation;

import java.util.List;
import java.util.Optional;

/**
 * What Calcite's validator says of a query.
 *
 * @param problem what it does not know or not understand; empty if all names are known, and their types go together
 * @param types of the result's columns, if all of them are sure to be those that Spark finds
 */
public record Validation(Optional<String> problem, Optional<List<ColumnType>> types) {
    public Validation {
        types = types.map(List::copyOf);
    }

    static Validation failed(String problem) {
        return new Validation(Optional.of(problem), Optional.empty());
    }
}
