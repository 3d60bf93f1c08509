package io.lakeflight.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells under headings, each column as wide as it needs. */
final class AlignedText {
    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();

    AlignedText(String... headings) {
        lines.add(List.of(headings));
    }

    void add(String... cells) {
        lines.add(List.of(cells).stream().map(TableWriter::printable).toList());
    }

    boolean isEmpty() {
        return lines.size() == 1;
    }

    List<String> lines() {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], TableWriter.width(line.get(i)));
            }
        }
        return lines.stream().map(line -> line(line, widths)).toList();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? "" : GAP).append(cells.get(i));
            text.append(" ".repeat(widths[i] - TableWriter.width(cells.get(i))));
        }
        return text.toString().stripTrailing();
    }
}
