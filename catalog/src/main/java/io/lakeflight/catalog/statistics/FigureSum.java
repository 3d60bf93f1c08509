package io.lakeflight.catalog.statistics;

/** Adds figures up. */
final class FigureSum {
    private long least;
    private long estimate;
    private long most;

    void add(Figure figure) {
        add(figure, true);
    }

    /** @param all whether all that the figure counts is meant, or an unknown part of it */
    void add(Figure figure, boolean all) {
        least = sum(least, all ? figure.least() : 0);
        estimate = sum(estimate, figure.estimate());
        most = sum(most, figure.most());
    }

    void add(FigureSum other) {
        add(other.total());
    }

    Figure total() {
        return new Figure(least, estimate, most);
    }

    /** What counts in metadata add up to was written by anyone. */
    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
