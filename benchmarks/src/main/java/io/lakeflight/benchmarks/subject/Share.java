package io.lakeflight.benchmarks.subject;

/**
 * What each system has of the machine.
 *
 * @param cores that its tasks run on
 * @param heap of the process that works on the rows, as Java writes it: {@code 2g}
 */
public record Share(int cores, String heap) {
    /** As Spark writes it. */
    public String master() {
        return "local[" + cores + "]";
    }

    /** For people. */
    public String words() {
        return "%s, heap %s".formatted(cores == 1 ? "1 core" : cores + " cores", heap);
    }
}
