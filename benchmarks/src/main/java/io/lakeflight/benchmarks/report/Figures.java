package io.lakeflight.benchmarks.report;

import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Comparison;
import io.lakeflight.benchmarks.run.Ratio;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.subject.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The figures of a run as texts in rows, each of the other systems against the first. */
final class Figures {
    private static final String NONE = "-";

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
        header.addAll(result.systems().stream().map(system -> system + " ms").toList());
        for (String other : others) {
            header.addAll(List.of("ratio to " + other, "95 % interval", "difference"));
        }
        return header;
    }

    /** One for each case that counts, then what they say together. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (CaseResult one : result.valid()) {
            boolean isTime = one.figure() != Figure.MEMORY;
            List<String> row = new ArrayList<>(
                    List.of(one.name() + (isTime ? "" : ", " + one.figure().unit())));
            result.systems().forEach(system -> row.add(one.has(system) ? median(one, system) : NONE));
            others.forEach(other -> {
                if (one.has(first) && one.has(other)) {
                    addTo(row, new Comparison(first, other).of(one), isTime);
                } else {
                    row.addAll(List.of(NONE, NONE, NONE));
                }
            });
            rows.add(row);
        }
        List<CaseResult> common = result.common();
        if (!common.isEmpty()) {
            rows.add(total(common));
            rows.add(mean(common));
        }
        return rows;
    }

    private List<String> total(List<CaseResult> common) {
        List<String> row = new ArrayList<>(List.of("total" + of(common)));
        result.systems()
                .forEach(system -> row.add(
                        common.get(0).has(system)
                                ? millis(common.stream()
                                        .mapToDouble(one -> Comparison.median(one, system))
                                        .sum())
                                : NONE));
        addTogether(row, common, (comparison, cases) -> comparison.total(cases));
        return row;
    }

    private List<String> mean(List<CaseResult> common) {
        List<String> row = new ArrayList<>(List.of("geometric mean" + of(common)));
        result.systems().forEach(system -> row.add(""));
        addTogether(row, common, (comparison, cases) -> comparison.mean(cases));
        return row;
    }

    /** Which cases, unless it is all of them. */
    private String of(List<CaseResult> common) {
        long times = result.valid().stream()
                .filter(one -> one.figure() == Figure.TIME)
                .count();
        return common.size() == times ? "" : " of the %d that all answer".formatted(common.size());
    }

    private void addTogether(
            List<String> row, List<CaseResult> common, BiFunction<Comparison, List<CaseResult>, Ratio> figure) {
        others.forEach(other -> {
            if (common.get(0).has(other)) {
                addTo(row, figure.apply(new Comparison(first, other), common), true);
            } else {
                row.addAll(List.of(NONE, NONE, NONE));
            }
        });
    }

    private static void addTo(List<String> row, Ratio ratio, boolean isTime) {
        boolean isKnown = Double.isFinite(ratio.high());
        row.add("%.2f".formatted(ratio.value()));
        row.add(isKnown ? "%.2f to %.2f".formatted(ratio.low(), ratio.high()) : "too few rounds");
        row.add(
                switch (ratio.verdict()) {
                    case FASTER -> isTime ? "faster" : "less";
                    case SLOWER -> isTime ? "slower" : "more";
                    case NOT_SHOWN -> "not shown";
                });
    }

    private static String median(CaseResult one, String system) {
        return millis(Comparison.median(one, system));
    }

    private static String millis(double millis) {
        return millis < 10 ? "%.2f".formatted(millis) : "%.0f".formatted(millis);
    }
}
