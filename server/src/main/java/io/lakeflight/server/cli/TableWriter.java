package io.lakeflight.server.cli;

import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * An aligned table for people, numbers to the right.
 *
 * <p>The first rows decide the widths; the rest is printed as it arrives, and a longer value only shifts its own line.
 */
final class TableWriter implements ResultWriter {
    private static final int MEASURED_ROWS = 1_000;

    private final Writer out;

    TableWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void rows(ResultSet rows) throws SQLException, IOException {
        ResultColumns columns = ResultColumns.of(rows);
        List<String[]> measured = new ArrayList<>();
        boolean more = rows.next();
        for (; more && measured.size() < MEASURED_ROWS; more = rows.next()) {
            measured.add(cells(columns));
        }
        int[] widths = widths(columns, measured);
        header(columns, widths);
        for (String[] cells : measured) {
            line(cells, columns, widths);
        }
        long count = measured.size();
        for (; more; more = rows.next()) {
            line(cells(columns), columns, widths);
            count++;
        }
        out.write(count == 1 ? "(1 row)\n" : "(" + count + " rows)\n");
        out.flush();
    }

    @Override
    public void affected(long rows) throws IOException {
        out.write(ResultWriter.affectedText(rows) + "\n");
        out.flush();
    }

    private static String[] cells(ResultColumns columns) throws SQLException {
        String[] cells = new String[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            String text = columns.value(i).text();
            cells[i] = text == null ? "NULL" : printable(text);
        }
        return cells;
    }

    private static int[] widths(ResultColumns columns, List<String[]> rows) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(printable(columns.name(i)));
            for (String[] cells : rows) {
                widths[i] = Math.max(widths[i], width(cells[i]));
            }
        }
        return widths;
    }

    private void header(ResultColumns columns, int[] widths) throws IOException {
        for (int i = 0; i < widths.length; i++) {
            out.write(i == 0 ? " " : " | ");
            pad(printable(columns.name(i)), widths[i], columns.isNumeric(i), i == widths.length - 1);
        }
        out.write('\n');
        for (int i = 0; i < widths.length; i++) {
            out.write(i == 0 ? "-" : "-+-");
            out.write("-".repeat(widths[i]));
        }
        out.write("-\n");
    }

    private void line(String[] cells, ResultColumns columns, int[] widths) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            out.write(i == 0 ? " " : " | ");
            pad(cells[i], widths[i], columns.isNumeric(i), i == cells.length - 1);
        }
        out.write('\n');
    }

    private void pad(String text, int width, boolean right, boolean last) throws IOException {
        String blanks = " ".repeat(Math.max(0, width - width(text)));
        if (right) {
            out.write(blanks);
        }
        out.write(text);
        if (!right && !last) {
            out.write(blanks);
        }
    }

    /** In columns of a terminal: a Chinese character takes two, a combining accent none. */
    static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    /** Line breaks and other control characters would break the table, or do worse to a terminal. */
    static String printable(String text) {
        if (text.codePoints().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder builder = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> builder.append("\\n");
                case '\r' -> builder.append("\\r");
                case '\t' -> builder.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        builder.append(String.format("\\u%04x", c));
                    } else {
                        builder.appendCodePoint(c);
                    }
                }
            }
        });
        return builder.toString();
    }
}
