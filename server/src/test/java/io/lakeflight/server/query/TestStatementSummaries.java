package io.lakeflight.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.statement.StatementReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestStatementSummaries {
    private final List<String> read = new ArrayList<>();

    @Test
    void textIsReadOnce() {
        StatementSummaries summaries = summaries(1 << 20);

        for (int i = 0; i < 3; i++) {
            assertThat(summaries.of("SELECT a FROM t")).isEqualTo(StatementReader.read("SELECT a FROM t"));
            assertThat(summaries.of("what only Spark reads").opaque()).isPresent();
        }

        assertThat(read).containsExactly("SELECT a FROM t", "what only Spark reads");
    }

    @Test
    void limitHolds() {
        StatementSummaries summaries = summaries(10_000);

        for (int i = 0; i < 1_000; i++) {
            summaries.of("SELECT " + i);
        }
        read.clear();
        for (int i = 0; i < 1_000; i++) {
            summaries.of("SELECT " + i);
        }

        assertThat(read).hasSizeGreaterThan(990);
    }

    @Test
    void textBeyondTheLimitIsNotKept() {
        StatementSummaries summaries = summaries(10_000);
        String longText = "SELECT " + "1 + ".repeat(1_000) + "1";

        summaries.of(longText);
        summaries.of(longText);

        assertThat(read).hasSize(2);
    }

    private StatementSummaries summaries(long maxBytes) {
        return new StatementSummaries(maxBytes, sql -> {
            read.add(sql);
            return StatementReader.read(sql);
        });
    }
}
