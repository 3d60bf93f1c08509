package io.lakeflight.server.cli;

import io.lakeflight.planner.SqlScript;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the statements of a script one after the other, each result written before the next one runs. */
final class ScriptRunner {
    private static final Pattern PLACE = Pattern.compile("\\(line (\\d{1,9}), column (\\d{1,9})\\)$");

    private final Connection connection;
    private final ResultWriter writer;

    ScriptRunner(Connection connection, ResultWriter writer) {
        this.connection = connection;
        this.writer = writer;
    }

    /** Stops at the first statement that fails; the message says where in the script. */
    void run(SqlScript script) throws SQLException, IOException {
        int count = script.statements().size();
        for (int i = 0; i < count; i++) {
            SqlScript.Statement statement = script.statements().get(i);
            try {
                run(statement.text());
            } catch (SQLException e) {
                String which = count == 1
                        ? ""
                        : "Statement %d of %d, from line %d: ".formatted(i + 1, count, statement.line());
                // Without the cause, whose own words would be taken for the server's.
                throw new SQLException(which + inScript(SqlErrors.message(e), statement), e.getSQLState());
            }
        }
    }

    /** The server saw the statement alone, and counts its lines; people count those of their script. */
    static String inScript(String message, SqlScript.Statement statement) {
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return message;
        }
        int line = Integer.parseInt(place.group(1));
        int column = Integer.parseInt(place.group(2));
        return message.substring(0, place.start())
                + "(line %d, column %d)"
                        .formatted(statement.line() + line - 1, line == 1 ? statement.column() + column - 1 : column);
    }

    private void run(String sql) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    writer.rows(rows);
                }
            } else {
                writer.affected(statement.getLargeUpdateCount());
            }
        }
    }
}
