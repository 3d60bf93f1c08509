package io.lakeflight.benchmarks.run;

/**
 * How long one takes compared with another, and how sure that is.
 *
 * @param value below 1 if the first is quicker
 * @param low where the true value lies above in 97.5 of 100 such runs
 * @param high where it lies below
 */
public record Ratio(double value, double low, double high) {
    /** What may be said of a difference. */
    public enum Verdict {
        FASTER,
        SLOWER,
        /** The interval has 1 in it, or there is none for want of rounds. */
        NOT_SHOWN
    }

    /** Nothing is called a difference that may be chance. */
    public Verdict verdict() {
        if (high < 1) {
            return Verdict.FASTER;
        }
        return low > 1 ? Verdict.SLOWER : Verdict.NOT_SHOWN;
    }
}
