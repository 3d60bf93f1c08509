package io.lakeflight.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** CSV as in RFC 4180, with a header; results are separated by an empty line. */
final class CsvWriter implements ResultWriter {
    private static final String LINE_END = "\r\n";

    private final Writer out;
    private final PrintWriter messages;
    private boolean first = true;

    CsvWriter(Writer out, PrintWriter messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public void rows(ResultSet rows) throws SQLException, IOException {
        if (!first) {
            out.write(LINE_END);
        }
        first = false;
        ResultColumns columns = ResultColumns.of(rows);
        for (int i = 0; i < columns.size(); i++) {
            field(i, columns.name(i));
        }
        out.write(LINE_END);
        while (rows.next()) {
            for (int i = 0; i < columns.size(); i++) {
                field(i, columns.value(i).text());
            }
            out.write(LINE_END);
        }
        out.flush();
    }

    @Override
    public void affected(long rows) {
        messages.println(ResultWriter.affectedText(rows));
    }

    private void field(int index, @Nullable String text) throws IOException {
        if (index > 0) {
            out.write(',');
        }
        if (text == null) {
            return;
        }
        if (!text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
            out.write(text);
            return;
        }
        out.write('"');
        out.write(text.replace("\"", "\"\""));
        out.write('"');
    }
}
