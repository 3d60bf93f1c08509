package io.lakeflight.benchmarks.report;

import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Comparison;
import io.lakeflight.benchmarks.run.Ratio;
import io.lakeflight.benchmarks.run.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a run as texts in rows, each of the other systems against the first. */
final class Figures {
    private final Result result;
    private final String first;
    private final List<String> others;

    Figures(Result result) {
        this.result = result;
        this.first = result.systems().get(0);
        this.others = result.systems().subList(1, result.systems().size());
    }

    List<String> header() {
        List<String> header = new ArrayList<>(List.of("case"));
        result.systems().forEach(system -> header.add(system + " ms"));
        for (String other : others) {
            header.addAll(List.of("ratio to " + other, "95 % interval", "difference"));
        }
        return header;
    }

    /** One for each case that counts, then what they say together. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<CaseResult> valid = result.valid();
        for (CaseResult one : valid) {
            List<String> row = new ArrayList<>(List.of(one.name()));
            result.systems().forEach(system -> row.add(millis(Comparison.median(one, system))));
            others.forEach(other -> addTo(row, new Comparison(first, other).of(one)));
            rows.add(row);
        }
        if (!valid.isEmpty()) {
            rows.add(total(valid));
            rows.add(mean(valid));
        }
        return rows;
    }

    private List<String> total(List<CaseResult> valid) {
        List<String> row = new ArrayList<>(List.of("total"));
        result.systems()
                .forEach(system -> row.add(millis(valid.stream()
                        .mapToDouble(one -> Comparison.median(one, system))
                        .sum())));
        others.forEach(other -> addTo(row, new Comparison(first, other).total(valid)));
        return row;
    }

    private List<String> mean(List<CaseResult> valid) {
        List<String> row = new ArrayList<>(List.of("geometric mean"));
        result.systems().forEach(system -> row.add(""));
        others.forEach(other -> addTo(row, new Comparison(first, other).mean(valid)));
        return row;
    }

    private static void addTo(List<String> row, Ratio ratio) {
        boolean isKnown = Double.isFinite(ratio.high());
        row.add("%.2f".formatted(ratio.value()));
        row.add(isKnown ? "%.2f to %.2f".formatted(ratio.low(), ratio.high()) : "too few rounds");
        row.add(ratio.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private static String millis(double millis) {
        return millis < 10 ? "%.2f".formatted(millis) : "%.0f".formatted(millis);
    }
}
