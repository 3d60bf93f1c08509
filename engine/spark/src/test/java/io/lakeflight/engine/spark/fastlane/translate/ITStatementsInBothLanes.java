package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Aggregates, joins, windows, sets, orders: the statements of {@code statements.sql} have a translation with the same rows. */
class ITStatementsInBothLanes {
    @Test
    void statementsGiveTheSame() throws Exception {
        try (Lanes lanes = new Lanes("America/Los_Angeles")) {
            for (Edges edges : Edges.values()) {
                EdgeTables.write(lanes.spark(), edges);
            }
            List<String> statements = statements("statements.sql");
            List<String> wrong = statements.stream()
                    .map(statement -> new Told(statement, lanes.compare(statement)))
                    .filter(told -> !told.outcome().isEqual())
                    .map(Told::toString)
                    .toList();
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void whatIsNotProvenIsRefused() throws Exception {
        try (Lanes lanes = new Lanes("America/Los_Angeles")) {
            for (Edges edges : Edges.values()) {
                EdgeTables.write(lanes.spark(), edges);
            }
            List<String> wrong = statements("refused.sql").stream()
                    .map(statement -> new Told(statement, lanes.compare(statement)))
                    .filter(told -> told.outcome().kind() != Outcome.Kind.REFUSED)
                    .map(Told::toString)
                    .toList();
            assertThat(wrong).isEmpty();
        }
    }

    private static List<String> statements(String file) throws IOException {
        try (InputStream text = ITStatementsInBothLanes.class.getResourceAsStream(file)) {
            return Arrays.stream(new String(text.readAllBytes(), StandardCharsets.UTF_8)
                            .replaceAll("(?m)^--.*$", "")
                            .split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    private record Told(String statement, Outcome outcome) {}
}
