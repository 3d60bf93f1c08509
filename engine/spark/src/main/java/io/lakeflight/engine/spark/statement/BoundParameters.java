package io.lakeflight.engine.spark.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The only set of values that is bound to a statement, as they were bound.
 *
 * @param types that the client chose, one for each "?" of the text in their order
 * @param values likewise, in Spark's internal form
 */
public record BoundParameters(List<DataType> types, List<Object> values) {
    private static final int MOST_BYTES = 1_024;

    public BoundParameters {
        types = List.copyOf(types);
        values = List.copyOf(values);
    }

    /** Whether no value is a long text, or bytes. */
    public boolean areBrief() {
        return values.stream()
                .noneMatch(value ->
                        value instanceof byte[] || (value instanceof UTF8String text && text.numBytes() > MOST_BYTES));
    }

    /**
     * Empty if none are bound, or several sets, or a null among them.
     *
     * @param order of each marker of the text, its number; empty if they are numbered in their order
     */
    public static Optional<BoundParameters> of(ParameterRows bound, List<Integer> order) {
        int count = bound.types().size();
        if (bound.rows().size() != 1 || (!order.isEmpty() && order.size() != count)) {
            return Optional.empty();
        }
        List<DataType> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int marker = 0; marker < count; marker++) {
            int column = order.isEmpty() ? marker : order.get(marker);
            if (column < 0 || column >= count || bound.rows().get(0)[column] == null) {
                return Optional.empty();
            }
            types.add(bound.types().get(column));
            values.add(bound.rows().get(0)[column]);
        }
        return Optional.of(new BoundParameters(types, values));
    }
}
