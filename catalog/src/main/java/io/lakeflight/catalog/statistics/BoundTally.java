package io.lakeflight.catalog.statistics;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The lower bound of several files' values; the upper one if the order is reversed. */
final class BoundTally {
    private final Comparator<Object> order;
    private @Nullable Object bound;
    private boolean known = true;
    private boolean exact = true;

    BoundTally(Comparator<Object> order) {
        this.order = order;
    }

    /**
     * Counts in a file that may have values.
     *
     * @param fileBound null if the file does not tell
     * @param isValue whether one of the rows that are counted surely has this value, and none has NaN
     */
    void add(@Nullable Object fileBound, boolean isValue) {
        known &= fileBound != null;
        exact &= isValue;
        if (fileBound != null && (bound == null || order.compare(fileBound, bound) < 0)) {
            bound = fileBound;
        }
    }

    /** Counts in a file that has no value but NaN. */
    void addNans() {
        exact = false;
    }

    void add(BoundTally other) {
        if (other.bound != null) {
            add(other.bound, true);
        }
        known &= other.known;
        exact &= other.exact;
    }

    ColumnStatistics.@Nullable Bound total() {
        return known && bound != null ? new ColumnStatistics.Bound(bound, exact) : null;
    }
}
