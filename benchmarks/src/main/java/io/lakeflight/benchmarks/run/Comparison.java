package io.lakeflight.benchmarks.run;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * What the figures of two systems say of each other; intervals by resampling the rounds, each of them as a whole: what slows
 * one case of a round down most likely slows the others down, too.
 */
public final class Comparison {
    private static final int RESAMPLES = 2_000;
    /** The same figures say the same each time. */
    private static final long SEED = 20_260_101;
    /** With fewer rounds an interval would be narrow by chance. */
    private static final int FEWEST_ROUNDS = 5;

    private final String first;
    private final String second;

    public Comparison(String first, String second) {
        this.first = first;
        this.second = second;
    }

    /** The median, in milliseconds. */
    public static double median(CaseResult result, String system) {
        return median(samples(result, system));
    }

    /** A percentile, 0 to 100, in milliseconds. */
    public static double percentile(CaseResult result, String system, double percent) {
        return new Percentile().evaluate(samples(result, system), percent);
    }

    private static double median(double[] samples) {
        return StatUtils.percentile(samples, 50);
    }

    /** Of the medians of one case. */
    public Ratio of(CaseResult result) {
        return bootstrapped(List.of(result), pairs -> pairs.get(0).ratio());
    }

    /** What the first takes more than the second, in times of what a third one takes. */
    public Ratio surplus(CaseResult result, String third) {
        double unit = median(result, third);
        return bootstrapped(
                List.of(result),
                pairs -> (pairs.get(0).firstMedian() - pairs.get(0).secondMedian()) / unit);
    }

    /** The geometric mean of the ratios of all cases: each counts as much, however long it takes. */
    public Ratio mean(List<CaseResult> results) {
        return bootstrapped(
                results,
                pairs -> StatUtils.geometricMean(
                        pairs.stream().mapToDouble(Pair::ratio).toArray()));
    }

    /** Of the sums of all medians: what takes long counts more. */
    public Ratio total(List<CaseResult> results) {
        return bootstrapped(
                results,
                pairs -> pairs.stream().mapToDouble(Pair::firstMedian).sum()
                        / pairs.stream().mapToDouble(Pair::secondMedian).sum());
    }

    private record Pair(double firstMedian, double secondMedian) {
        double ratio() {
            return firstMedian / secondMedian;
        }
    }

    private Ratio bootstrapped(List<CaseResult> results, ToDoubleFunction<List<Pair>> figure) {
        if (results.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to compare");
        }
        double value = figure.applyAsDouble(results.stream()
                .map(result -> new Pair(median(result, first), median(result, second)))
                .toList());
        int rounds = results.stream()
                .mapToInt(result -> Math.min(samples(result, first).length, samples(result, second).length))
                .min()
                .orElseThrow();
        if (rounds < FEWEST_ROUNDS) {
            return new Ratio(value, 0, Double.POSITIVE_INFINITY);
        }
        Random random = new Random(SEED);
        double[] values = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            int[] drawn = random.ints(rounds, 0, rounds).toArray();
            int[] otherDrawn = random.ints(rounds, 0, rounds).toArray();
            values[resample] = figure.applyAsDouble(results.stream()
                    .map(result -> new Pair(
                            median(resampled(samples(result, first), drawn)),
                            median(resampled(samples(result, second), otherDrawn))))
                    .toList());
        }
        return new Ratio(value, StatUtils.percentile(values, 2.5), StatUtils.percentile(values, 97.5));
    }

    private static double[] resampled(double[] samples, int[] rounds) {
        return Arrays.stream(rounds).mapToDouble(round -> samples[round]).toArray();
    }

    private static double[] samples(CaseResult result, String system) {
        return result.nanos().getOrDefault(system, List.of()).stream()
                .mapToDouble(nanos -> nanos / 1e6)
                .toArray();
    }
}
