package io.lakeflight.benchmarks.report;

import io.lakeflight.benchmarks.run.CaseResult;
import io.lakeflight.benchmarks.run.Comparison;
import io.lakeflight.benchmarks.run.Result;
import io.lakeflight.benchmarks.subject.Figure;
import java.util.List;
import java.util.Locale;

/** The medians of each case as bars, one for each system, with a line from the quickest tenth to the slowest. */
final class BarChart {
    private static final List<String> COLOURS = List.of("#0969da", "#bf8700", "#8250df", "#1a7f37", "#cf222e");
    private static final int LABELS = 190;
    private static final int WIDTH = 660;
    private static final int BAR = 11;
    private static final int GAP = 8;
    private static final int LEGEND = 24;

    private BarChart() {}

    static String svg(Result result) {
        List<CaseResult> cases = result.valid().stream()
                .filter(one -> one.figure() != Figure.MEMORY)
                .toList();
        List<String> systems = result.systems();
        double longest = cases.stream()
                .flatMap(one -> systems.stream().filter(one::has).map(system -> Comparison.percentile(one, system, 90)))
                .max(Double::compare)
                .orElse(1.0);
        int height = LEGEND + cases.size() * (systems.size() * BAR + GAP);
        StringBuilder svg =
                new StringBuilder("<svg role=\"img\" aria-label=\"medians\" viewBox=\"0 0 %d %d\" width=\"100%%\">\n"
                        .formatted(LABELS + WIDTH + 80, height));
        for (int index = 0; index < systems.size(); index++) {
            rectangle(svg, index, LABELS + index * 150, 2, 12);
            text(svg, LABELS + index * 150 + 18, 12, systems.get(index));
        }
        int top = LEGEND;
        for (CaseResult one : cases) {
            text(svg, 0, top + BAR, one.name());
            for (int index = 0; index < systems.size(); index++) {
                if (one.has(systems.get(index))) {
                    bar(svg, index, top, one, systems.get(index), longest);
                }
                top += BAR;
            }
            top += GAP;
        }
        return svg.append("</svg>").toString();
    }

    private static void bar(StringBuilder svg, int index, int top, CaseResult one, String system, double longest) {
        double scale = WIDTH / longest;
        double median = Comparison.median(one, system);
        rectangle(svg, index, LABELS, top, Math.max(1, median * scale));
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#1b1f24\"/>\n",
                LABELS + Comparison.percentile(one, system, 10) * scale,
                LABELS + Comparison.percentile(one, system, 90) * scale,
                top + BAR / 2,
                top + BAR / 2));
        text(
                svg,
                (int) (LABELS + Math.max(median, Comparison.percentile(one, system, 90)) * scale) + 4,
                top + BAR - 1,
                String.format(Locale.ROOT, median < 10 ? "%.2f ms" : "%.0f ms", median));
    }

    private static void rectangle(StringBuilder svg, int index, int left, int top, double width) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                left,
                top,
                width,
                BAR - 1,
                COLOURS.get(index % COLOURS.size())));
    }

    private static void text(StringBuilder svg, int left, int base, String text) {
        svg.append("<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(left, base, HtmlReport.escaped(text)));
    }
}
