package io.lakeflight.catalog.statistics;

import java.util.OptionalLong;

/**
 * A number as far as metadata tells it: it surely is at least one and at most another, and probably about a third.
 *
 * @param estimate the best guess, for costing; never to be shown as an answer unless the figure {@link #isExact}
 * @param most {@link Long#MAX_VALUE} if nothing is known
 */
public record Figure(long least, long estimate, long most) {
    static final Figure ZERO = exactly(0);
    static final Figure UNKNOWN = guess(0);

    public Figure {
        if (least < 0 || least > estimate || estimate > most) {
            throw new IllegalArgumentException("Not in order: " + least + ", " + estimate + ", " + most);
        }
    }

    static Figure exactly(long value) {
        return new Figure(value, value, value);
    }

    /** Whatever the guess is, it comes to lie within the two others. */
    static Figure between(long least, long guess, long most) {
        return new Figure(least, Math.max(least, Math.min(guess, most)), most);
    }

    /** A number of which nothing is sure. */
    static Figure guess(long estimate) {
        return between(0, estimate, Long.MAX_VALUE);
    }

    /** Whether metadata proves the number. */
    public boolean isExact() {
        return least == most && most < Long.MAX_VALUE;
    }

    /** The number, if metadata proves it. */
    public OptionalLong exact() {
        return isExact() ? OptionalLong.of(least) : OptionalLong.empty();
    }
}
