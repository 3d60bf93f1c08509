package io.lakeflight.planner.statement.predicates;

import java.util.List;

/**
 * A condition of a column that holds for all rows that a statement makes use of; it may hold for others, too.
 *
 * @param values what the column is compared with: a {@link java.math.BigDecimal} as an exact number was written, a {@link
 *     String}, {@link Boolean}, {@link java.time.LocalDate}, or a {@link java.time.LocalDateTime} of no known time zone
 */
public record ColumnPredicate(String column, Comparison comparison, List<Object> values) {
    /** How a column compares. */
    public enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        /** It equals one of the values. */
        IN,
        /** It begins with the only value, which is a text. */
        STARTS_WITH,
        /** There is no value. */
        IS_NULL,
        /** There is no value. */
        NOT_NULL;

        /** The same comparison with its sides changed. */
        Comparison reversed() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
                case EQUAL, IN, STARTS_WITH, IS_NULL, NOT_NULL -> this;
            };
        }
    }

    public ColumnPredicate {
        values = List.copyOf(values);
    }
}
