package io.lakeflight.benchmarks.run;

import java.io.PrintWriter;
import java.time.Duration;

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

    private String left(long now) {
        long seconds = Duration.ofNanos((now - begun) / done * (steps - done)).toSeconds();
        return "%d:%02d left".formatted(seconds / 60, seconds % 60);
    }

    void end() {
        if (isTerminal) {
            out.print("\r" + " ".repeat(80) + "\r");
            out.flush();
        }
    }
}
