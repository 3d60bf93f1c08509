package io.lakeflight.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.benchmarks.subject.RowsHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TestStatementLoop {
    /** Has two rows for each statement but one. */
    private static final class Two implements StatementLoop.Client {
        @Override
        public void update(String statement) {
            throw new IllegalStateException("no " + statement);
        }

        @Override
        public long query(String statement, StatementLoop.Rows kept) {
            kept.add(new Object[] {statement, null});
            kept.add(new Object[] {1, 2.5});
            return 2;
        }
    }

    @Test
    void rowsAreSentIfTheyAreWanted() throws IOException {
        DataInputStream answers = answers(StatementLoop.RUN, StatementLoop.QUERY);

        assertThat(answers.readByte()).isEqualTo(StatementLoop.DONE);
        assertThat(answers.readByte()).isEqualTo(StatementLoop.DONE);
        assertThat(answers.readLong()).isNotNegative();
        assertThat(answers.readLong()).isEqualTo(2);
        assertThat(answers.readInt()).isZero();
        assertThat(answers.readByte()).isEqualTo(StatementLoop.DONE);
        answers.readLong();
        assertThat(answers.readLong()).isEqualTo(2);
        assertThat(answers.readInt()).isEqualTo(2);
        assertThat(answers.readInt()).isEqualTo(2);
        assertThat(StatementLoop.readText(answers)).isEqualTo("sélect");
        assertThat(StatementLoop.readText(answers)).isEqualTo("null");
    }

    @Test
    void largeAnswersAreOneRow() throws IOException {
        DataInputStream answers = answers(StatementLoop.HASH);

        answers.readByte();
        answers.readByte();
        answers.readLong();
        assertThat(answers.readLong()).isEqualTo(2);
        assertThat(answers.readInt()).isEqualTo(1);
        assertThat(answers.readInt()).isEqualTo(2);
        assertThat(StatementLoop.readText(answers)).isEqualTo("2");
        RowsHash hash = new RowsHash();
        hash.add(new Object[] {"sélect", null});
        hash.add(new Object[] {1, 2.5});
        assertThat(StatementLoop.readText(answers)).isEqualTo(hash.row().get(1));
    }

    @Test
    void failureIsAnAnswerAndNotTheEnd() throws IOException {
        DataInputStream answers = answers(StatementLoop.UPDATE, StatementLoop.RUN);

        answers.readByte();
        assertThat(answers.readByte()).isEqualTo(StatementLoop.FAILED);
        assertThat(StatementLoop.readText(answers)).isEqualTo("no sélect");
        assertThat(answers.readByte()).isEqualTo(StatementLoop.DONE);
    }

    private static DataInputStream answers(byte... actions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream requests = new DataOutputStream(bytes);
        for (byte action : actions) {
            requests.writeByte(action);
            StatementLoop.writeText(requests, "sélect");
        }
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        StatementLoop.run(new Two(), new ByteArrayInputStream(bytes.toByteArray()), answers);
        return new DataInputStream(new ByteArrayInputStream(answers.toByteArray()));
    }
}
