package io.lakeflight.server.cli;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Prints what statements return. */
interface ResultWriter {
    /** Prints all rows, as they arrive as far as the format can. */
    void rows(ResultSet rows) throws SQLException, IOException;

    /** Prints what a statement without rows did. */
    void affected(long rows) throws IOException;

    static String affectedText(long rows) {
        return rows == 1 ? "1 row affected" : Math.max(rows, 0) + " rows affected";
    }
}
