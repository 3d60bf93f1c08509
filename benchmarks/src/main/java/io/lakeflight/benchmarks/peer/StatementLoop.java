package io.lakeflight.benchmarks.peer;

import io.lakeflight.benchmarks.subject.RowsHash;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client's program does in a process of its own, where it shares the class path with nothing but what it is a client
 * of: it reads an action and a statement, and writes what came of it, again and again. This class needs nothing but Java and
 * this module.
 */
public final class StatementLoop {
    static final byte UPDATE = 0;
    static final byte RUN = 1;
    static final byte QUERY = 2;
    /** Instead of rows their {@link RowsHash}, as the only row. */
    static final byte HASH = 3;

    static final byte DONE = 0;
    static final byte FAILED = 1;

    private StatementLoop() {}

    /** The client. */
    public interface Client {
        void update(String statement) throws Exception;

        /** Asks for each value of each row; how many rows there are, which are added to {@code kept}. */
        long query(String statement, Rows kept) throws Exception;
    }

    /** Where rows are kept, if anybody wants to see them. */
    public static final class Rows {
        private final byte action;
        private final List<String[]> rows = new ArrayList<>();
        private final RowsHash hash = new RowsHash();

        private Rows(byte action) {
            this.action = action;
        }

        public void add(Object[] row) {
            if (action == HASH) {
                hash.add(row);
            } else if (action == QUERY) {
                String[] texts = new String[row.length];
                for (int column = 0; column < row.length; column++) {
                    texts[column] = String.valueOf(row[column]);
                }
                rows.add(texts);
            }
        }

        private List<String[]> wanted() {
            return action == HASH ? List.<String[]>of(hash.row().toArray(String[]::new)) : rows;
        }
    }

    /** Answers until nobody asks any more. */
    public static void run(Client client, InputStream input, OutputStream output) throws IOException {
        DataInputStream requests = new DataInputStream(new BufferedInputStream(input));
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(output));
        answers.writeByte(DONE);
        answers.flush();
        try {
            while (true) {
                byte action = requests.readByte();
                answer(client, action, readText(requests), answers);
                answers.flush();
            }
        } catch (EOFException e) {
            // The process that asks has gone.
        }
    }

    private static void answer(Client client, byte action, String text, DataOutputStream answers) throws IOException {
        Rows kept = new Rows(action);
        long begun = System.nanoTime();
        long rows = 0;
        try {
            if (action == UPDATE) {
                client.update(text);
            } else {
                rows = client.query(text, kept);
            }
        } catch (Exception e) {
            answers.writeByte(FAILED);
            writeText(answers, String.valueOf(e.getMessage()));
            return;
        }
        long nanos = System.nanoTime() - begun;
        answers.writeByte(DONE);
        answers.writeLong(nanos);
        answers.writeLong(rows);
        answers.writeInt(kept.wanted().size());
        for (String[] row : kept.wanted()) {
            answers.writeInt(row.length);
            for (String value : row) {
                writeText(answers, value);
            }
        }
    }

    static String readText(DataInputStream input) throws IOException {
        return new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
    }

    static void writeText(DataOutputStream output, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.writeInt(bytes.length);
        output.write(bytes);
    }
}
