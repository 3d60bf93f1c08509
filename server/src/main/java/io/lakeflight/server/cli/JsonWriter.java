package io.lakeflight.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;

/** JSON: for each result one array of objects, one object a line. */
final class JsonWriter implements ResultWriter {
    static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Writer out;
    private final PrintWriter messages;

    JsonWriter(Writer out, PrintWriter messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public void rows(ResultSet rows) throws SQLException, IOException {
        ResultColumns columns = ResultColumns.of(rows);
        // Not closed after a failure: that would end the array, and half a result must not look whole.
        JsonGenerator json = JSON.createGenerator(out);
        json.setPrettyPrinter(new OneObjectPerLine());
        json.writeStartArray();
        while (rows.next()) {
            json.writeStartObject();
            for (int i = 0; i < columns.size(); i++) {
                json.writeFieldName(columns.name(i));
                columns.value(i).write(json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.flush();
        out.write('\n');
        out.flush();
    }

    @Override
    public void affected(long rows) {
        messages.println(ResultWriter.affectedText(rows));
    }

    /** Breaks lines between the objects of the outer array only. */
    private static final class OneObjectPerLine extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            boolean outer = json.getOutputContext().getParent().inRoot();
            json.writeRaw(outer ? ",\n" : ",");
        }
    }
}
