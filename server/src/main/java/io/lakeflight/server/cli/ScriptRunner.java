package io.lakeflight.server.cli;

import io.lakeflight.planner.SqlScript;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs the statements of a script one after the other, each result written before the next one runs. */
final class ScriptRunner {
    private final Connection connection;
    private final ResultWriter writer;

    ScriptRunner(Connection connection, ResultWriter writer) {
        this.connection = connection;
        this.writer = writer;
    }

    /** Stops at the first statement that fails; the message says which, if there are several. */
    void run(SqlScript script) throws SQLException, IOException {
        int count = script.statements().size();
        for (int i = 0; i < count; i++) {
            SqlScript.Statement statement = script.statements().get(i);
            try {
                run(statement.text());
            } catch (SQLException e) {
                if (count == 1) {
                    throw e;
                }
                String place = "Statement %d of %d (line %d): ".formatted(i + 1, count, statement.line());
                throw new SQLException(place + SqlErrors.message(e), e.getSQLState(), e);
            }
        }
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
