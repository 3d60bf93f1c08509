package io.lakeflight.benchmarks.peer;

import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Sends statements to a JDBC driver. Arguments are the URL and the user. */
public final class JdbcProgram implements StatementLoop.Client {
    private final Connection connection;

    private JdbcProgram(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws Exception {
        OutputStream answers = System.out;
        // What libraries print must not come between answers.
        System.setOut(System.err);
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], null)) {
            StatementLoop.run(new JdbcProgram(connection), System.in, answers);
        }
    }

    @Override
    public void update(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Override
    public long query(String text, StatementLoop.Rows kept) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(text)) {
            Object[] row = new Object[result.getMetaData().getColumnCount()];
            long rows = 0;
            while (result.next()) {
                for (int column = 0; column < row.length; column++) {
                    row[column] = result.getObject(column + 1);
                }
                kept.add(row);
                rows++;
            }
            return rows;
        }
    }
}
