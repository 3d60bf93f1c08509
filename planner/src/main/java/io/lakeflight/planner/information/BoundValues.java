package io.lakeflight.planner.information;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is bound to the parameters of a query.
 *
 * @param values one for each, in order: a text, a flag, a number ({@link Long}, {@link Double}, {@link java.math.BigDecimal}), a
 *     {@link java.time.LocalDate}, a {@link java.time.LocalDateTime} in UTC, or null; none if nothing is bound yet
 */
public record BoundValues(List<@Nullable Object> values) {
    /** Nothing is. */
    public static final BoundValues NONE = new BoundValues(List.of());

    public BoundValues {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    boolean areNone() {
        return values.isEmpty();
    }
}
