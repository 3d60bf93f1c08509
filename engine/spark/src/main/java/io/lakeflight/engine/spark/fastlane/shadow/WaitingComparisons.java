package io.lakeflight.engine.spark.fastlane.shadow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The last few queries that were chosen, whose plans are all that is kept of them. */
final class WaitingComparisons {
    private static final int MOST = 16;

    private final Deque<Comparison> comparisons = new ArrayDeque<>();

    /** Adds one in place of the oldest, if there are many; returns how many were dropped. */
    synchronized int add(Comparison comparison) {
        comparisons.addLast(comparison);
        return shorten();
    }

    /** Adds one that was taken; returns how many were dropped. */
    synchronized int putBack(Comparison comparison) {
        comparisons.addFirst(comparison);
        return shorten();
    }

    private int shorten() {
        if (comparisons.size() <= MOST) {
            return 0;
        }
        comparisons.removeFirst();
        return 1;
    }

    /** The one that was sent first. */
    synchronized Optional<Comparison> take() {
        return Optional.ofNullable(comparisons.pollFirst());
    }

    synchronized int count() {
        return comparisons.size();
    }
}
