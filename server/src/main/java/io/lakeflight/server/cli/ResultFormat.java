package io.lakeflight.server.cli;

import java.io.PrintWriter;
import java.io.Writer;

/** How results are printed. */
enum ResultFormat {
    TABLE {
        @Override
        ResultWriter writer(Writer out, PrintWriter messages) {
            return new TableWriter(out);
        }
    },
    CSV {
        @Override
        ResultWriter writer(Writer out, PrintWriter messages) {
            return new CsvWriter(out, messages);
        }
    },
    JSON {
        @Override
        ResultWriter writer(Writer out, PrintWriter messages) {
            return new JsonWriter(out, messages);
        }
    };

    /** A writer for many results; what is not a result goes to the messages where the format has no place for it. */
    abstract ResultWriter writer(Writer out, PrintWriter messages);
}
