package io.lakeflight.catalog.statistics;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one column in the rows that are counted.
 *
 * @param type what the bounds are of; that of the schema that was asked for, not that of files written before it
 * @param nulls rows in which the column is null
 * @param nans rows in which it is NaN; zero for other than floating-point numbers
 * @param values rows in which it is not null, NaN included: what SQL's {@code count(column)} counts
 * @param lower no value is less; absent if nothing is known, or if {@code values} says that there is none
 * @param upper no value is greater, as above
 * @param distinct of all rows of a snapshot, whatever the filter
 */
public record ColumnStatistics(
        Type.PrimitiveType type,
        Figure nulls,
        Figure nans,
        Figure values,
        @Nullable Bound lower,
        @Nullable Bound upper,
        @Nullable DistinctCount distinct) {
    /**
     * An end of the range of values, of those that are neither null nor NaN.
     *
     * @param value as Iceberg has it: days and microseconds as numbers, text as {@link String}, bytes as {@link ByteBuffer}
     * @param exact whether metadata proves that there is such a value, and no NaN: then it is SQL's {@code min} or {@code max}
     */
    public record Bound(Object value, boolean exact) {
        /** Of a buffer a copy, since reading it moves its position. */
        @Override
        public Object value() {
            return value instanceof ByteBuffer bytes ? bytes.asReadOnlyBuffer() : value;
        }
    }

    /**
     * An estimate of how many different values there are, from a sketch in a Puffin file.
     *
     * @param snapshotId the snapshot the sketch was made of: the one asked for, or an earlier one
     */
    public record DistinctCount(long estimate, long snapshotId) {}

    ColumnStatistics withDistinct(Optional<DistinctCount> count) {
        return new ColumnStatistics(type, nulls, nans, values, lower, upper, count.orElse(null));
    }
}
