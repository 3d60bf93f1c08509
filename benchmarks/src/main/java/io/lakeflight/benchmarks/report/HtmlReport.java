package io.lakeflight.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A run as one page that needs nothing else: a chart, the table, and where and how it was measured. */
public final class HtmlReport {
    private static final String STYLE = """
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; color: #1b1f24; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #e2e5e9; }
        th:first-child, td:first-child { text-align: left; }
        dt { font-weight: 600; } dd { margin: 0 0 .4rem; }
        .void { color: #a40e26; }
        svg text { font: 12px system-ui, sans-serif; fill: #1b1f24; }
        """;

    private HtmlReport() {}

    public static void write(Report report, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, page(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String page(Report report) {
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>%1$s</title><style>%2$s</style></head><body>
            <h1>%1$s</h1><p>%3$s</p>
            %4$s
            <p>Bars are medians; the line on one goes from the quickest tenth of the rounds to the slowest.</p>
            %5$s
            %6$s
            %8$s
            <h2>Measured</h2>
            %7$s
            </body></html>
            """.formatted(
                        "Benchmark " + escaped(report.suite()),
                        STYLE,
                        escaped(report.description()),
                        BarChart.svg(report.result()),
                        table(report),
                        voids(report),
                        circumstances(report),
                        notes(report));
    }

    private static String table(Report report) {
        Figures figures = new Figures(report.result());
        String rows = figures.rows().stream().map(row -> row(row, "td")).collect(Collectors.joining("\n"));
        return "<h2>Medians</h2>\n<table>\n" + row(figures.header(), "th") + "\n" + rows + "\n</table>";
    }

    private static String row(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, escaped(cell)))
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String voids(Report report) {
        return report.missing().stream()
                .map(line -> "<p class=\"void\">" + escaped(line) + "</p>")
                .collect(Collectors.joining("\n"));
    }

    private static String notes(Report report) {
        return report.notes().stream()
                .map(note -> "<p>" + escaped(note) + "</p>")
                .collect(Collectors.joining("\n"));
    }

    private static String circumstances(Report report) {
        Machine machine = report.machine();
        StringBuilder list = new StringBuilder("<dl>");
        add(list, "when", report.started().toString());
        add(list, "command", String.join(" ", report.command()));
        add(list, "commit", machine.commit());
        add(list, "tables", "of scale " + report.scale());
        add(
                list,
                "rounds",
                report.settings().rounds() + ", after " + report.settings().warmUps() + " to warm up");
        add(
                list,
                "machine",
                "%d x %s, %.1f GiB, %s; load before: %.1f"
                        .formatted(
                                machine.cores().machine(),
                                machine.processor(),
                                machine.memoryBytes() / 1073741824.0,
                                machine.system(),
                                machine.load()));
        add(list, "cores of each system", machine.cores().words());
        add(list, "Java", machine.java());
        report.systems().forEach((name, description) -> add(list, name, description));
        report.result()
                .processorTime()
                .forEach((name, time) ->
                        add(list, "processor time of " + name, "%.2f s".formatted(time.toMillis() / 1e3)));
        return list.append("</dl>").toString();
    }

    private static void add(StringBuilder list, String term, String text) {
        list.append("<dt>")
                .append(escaped(term))
                .append("</dt><dd>")
                .append(escaped(text))
                .append("</dd>\n");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
