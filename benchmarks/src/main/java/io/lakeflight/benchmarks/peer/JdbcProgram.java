package io.lakeflight.benchmarks.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that sends statements to a JDBC driver, in a process of its own with that driver alone on its class path: it
 * needs nothing but Java. Arguments are the URL and the user. It reads an action and a statement and writes what came of it,
 * again and again.
 */
public final class JdbcProgram {
    static final byte UPDATE = 0;
    static final byte RUN = 1;
    static final byte QUERY = 2;

    static final byte DONE = 0;
    static final byte FAILED = 1;

    private JdbcProgram() {}

    public static void main(String[] arguments) throws Exception {
        DataInputStream requests = new DataInputStream(new BufferedInputStream(System.in));
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(System.out));
        // What libraries print must not come between answers.
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], null)) {
            answers.writeByte(DONE);
            answers.flush();
            while (true) {
                byte action = requests.readByte();
                String text = readText(requests);
                answer(connection, action, text, answers);
                answers.flush();
            }
        } catch (EOFException e) {
            // Nobody asks any more.
        }
    }

    private static void answer(Connection connection, byte action, String text, DataOutputStream answers)
            throws IOException {
        try (Statement statement = connection.createStatement()) {
            if (action == UPDATE) {
                statement.execute(text);
                answers.writeByte(DONE);
                return;
            }
            long begun = System.nanoTime();
            List<String[]> kept = new ArrayList<>();
            long rows = 0;
            try (ResultSet result = statement.executeQuery(text)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    String[] texts = new String[action == QUERY ? columns : 0];
                    for (int column = 0; column < columns; column++) {
                        Object value = result.getObject(column + 1);
                        if (action == QUERY) {
                            texts[column] = String.valueOf(value);
                        }
                    }
                    if (action == QUERY) {
                        kept.add(texts);
                    }
                    rows++;
                }
            }
            long nanos = System.nanoTime() - begun;
            answers.writeByte(DONE);
            answers.writeLong(nanos);
            answers.writeLong(rows);
            answers.writeInt(kept.size());
            for (String[] row : kept) {
                answers.writeInt(row.length);
                for (String value : row) {
                    writeText(answers, value);
                }
            }
        } catch (SQLException | RuntimeException e) {
            answers.writeByte(FAILED);
            writeText(answers, e.getMessage());
        }
    }

    static String readText(DataInputStream input) throws IOException {
        return new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
    }

    static void writeText(DataOutputStream output, @Nullable String text) throws IOException {
        byte[] bytes = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
        output.writeInt(bytes.length);
        output.write(bytes);
    }
}
