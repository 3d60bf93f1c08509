package io.lakeflight.server.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of cells under headings, each column as wide as it needs. A cell that is very long is whole, and pushes the rest of
 * its own line aside instead of all others.
 */
final class AlignedText {
    private static final String GAP = "  ";
    private static final int WIDEST = 60;

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
                int width = TableWriter.width(line.get(i));
                widths[i] = width > WIDEST ? widths[i] : Math.max(widths[i], width);
            }
        }
        return lines.stream().map(line -> line(line, widths)).toList();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? "" : GAP).append(cells.get(i));
            text.append(" ".repeat(Math.max(0, widths[i] - TableWriter.width(cells.get(i)))));
        }
        return text.toString().stripTrailing();
    }
}
