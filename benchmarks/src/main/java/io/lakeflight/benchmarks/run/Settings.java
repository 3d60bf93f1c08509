package io.lakeflight.benchmarks.run;

/**
 * How much is measured.
 *
 * @param rounds how often each system answers each case, at least 1
 * @param warmUps how often before that, which is not counted
 */
public record Settings(int rounds, int warmUps) {
    public Settings {
        if (rounds < 1 || warmUps < 0) {
            throw new IllegalArgumentException(
                    "%d rounds after %d (expected: at least 1 after at least 0)".formatted(rounds, warmUps));
        }
    }
}
