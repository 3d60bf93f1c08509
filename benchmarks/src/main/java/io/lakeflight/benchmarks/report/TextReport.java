package io.lakeflight.benchmarks.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A run as a table on the terminal. */
public final class TextReport {
    private TextReport() {}

    public static void print(Report report, PrintWriter out) {
        Figures figures = new Figures(report.result());
        List<List<String>> lines = new ArrayList<>(List.of(figures.header()));
        lines.addAll(figures.rows());
        List<Integer> widths = IntStream.range(0, figures.header().size())
                .mapToObj(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder(padded(line.get(0), widths.get(0), false));
            for (int column = 1; column < line.size(); column++) {
                text.append("  ").append(padded(line.get(column), widths.get(column), true));
            }
            out.println(text.toString().stripTrailing());
        }
        report.result()
                .processorTime()
                .forEach((system, time) -> out.printf("processor time of %s: %.2f s%n", system, time.toMillis() / 1e3));
        out.println("cores of each system: " + report.machine().cores().words());
        report.notes().forEach(out::println);
        report.missing().forEach(out::println);
        out.flush();
    }

    private static String padded(String text, int width, boolean right) {
        String blanks = " ".repeat(width - text.length());
        return right ? blanks + text : text + blanks;
    }
}
