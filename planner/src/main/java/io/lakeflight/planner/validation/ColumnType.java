package io.lakeflight.planner.validation;

/**
 * The type of a column.
 *
 * @param text as Spark prints it: {@code decimal(12,2)}; empty if that is not known
 */
public record ColumnType(String text, boolean isNullable) {
    @Override
    public String toString() {
        return text + (isNullable ? "" : " not null");
    }
}
