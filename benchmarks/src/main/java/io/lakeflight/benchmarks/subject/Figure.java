package io.lakeflight.benchmarks.subject;

/** What a measured number is; each is kept in millionths of what is told. */
public enum Figure {
    /** How long a case takes, in nanoseconds: cases are summed up. */
    TIME("ms"),
    /** How long something within a case takes, in nanoseconds: told, and left out of sums. */
    PART("ms"),
    /** Bytes. */
    MEMORY("MB");

    private final String unit;

    Figure(String unit) {
        this.unit = unit;
    }

    public String unit() {
        return unit;
    }
}
