package io.lakeflight.benchmarks.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells people how far a run is, and how long it is likely to take. */
public final class Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final boolean isTerminal;
    private long steps;
    private long done;
    private long begun;
    private long told;

    /** @param isTerminal one line is written over and over; else there is a line now and then */
    public Progress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    void begin(long count) {
        steps = count;
        done = 0;
        begun = System.nanoTime();
        told = begun;
    }

    void step(String phase, String system, String name) {
        long now = System.nanoTime();
        if (isTerminal || now - told > BETWEEN_LINES.toNanos()) {
            told = now;
            String line = "%3d %%  %-10s  %-10s  %-24s  %s"
                    .formatted(100 * done / steps, phase, system, name, done == 0 ? "" : left(now));
            out.print(isTerminal ? "\r" + line + " ".repeat(8) : line + "\n");
            out.flush();
        }
        done++;
    }

    /** What is known after a round; nobody need wait for the table to see that. */
    void round(int round, int rounds, Result known) {
        clear();
        out.println("round %d of %d: %s".formatted(round, rounds, totals(known)));
        out.flush();
    }

    private static String totals(Result known) {
        List<CaseResult> common = known.common();
        if (common.isEmpty()) {
            return "no case has figures of all";
        }
        double first = total(common, known.systems().get(0));
        List<String> words = new ArrayList<>();
        for (String system : known.systems()) {
            if (common.get(0).has(system)) {
                double total = total(common, system);
                String ratio = words.isEmpty() ? "" : " (ratio %.2f)".formatted(first / total);
                words.add(system + (total < 10 ? " %.2f ms" : " %.0f ms").formatted(total) + ratio);
            }
        }
        return String.join(", ", words);
    }

    private static double total(List<CaseResult> cases, String system) {
        return cases.stream().mapToDouble(one -> Comparison.median(one, system)).sum();
    }

    private String left(long now) {
        long seconds = Duration.ofNanos((now - begun) / done * (steps - done)).toSeconds();
        return "%d:%02d left".formatted(seconds / 60, seconds % 60);
    }

    void end() {
        clear();
    }

    private void clear() {
        if (isTerminal) {
            out.print("\r" + " ".repeat(80) + "\r");
            out.flush();
        }
    }
}
