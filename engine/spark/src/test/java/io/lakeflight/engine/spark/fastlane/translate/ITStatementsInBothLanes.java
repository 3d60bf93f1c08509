package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Aggregates, joins, windows, sets, orders: what the statements of {@code statements.sql} give is the same in both lanes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ITStatementsInBothLanes {
    private static final List<String> WINDOW_FUNCTIONS =
            List.of("rank", "dense_rank", "row_number", "percent_rank", "cume_dist", "ntile", "lag", "lead");

    private final Lanes lanes = new Lanes("America/Los_Angeles");

    @BeforeAll
    void writeTables() {
        for (Edges edges : Edges.values()) {
            EdgeTables.write(lanes.spark(), edges);
        }
    }

    @AfterAll
    void close() throws SQLException {
        lanes.close();
    }

    @Test
    void statementsGiveTheSame() throws Exception {
        UsedRules used = new UsedRules();
        List<String> wrong = new ArrayList<>();
        for (String statement : Statements.of("statements.sql")) {
            Outcome outcome = lanes.compare(statement);
            if (outcome.isEqual()) {
                used.add(lanes.plan(statement));
            } else {
                wrong.add(outcome + ": " + statement);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(used.names())
                .containsAll(ITRuleEdges.IN_STATEMENTS_ONLY)
                .containsAll(WINDOW_FUNCTIONS)
                .containsAll(AggregateRules.ALL.stream()
                        .map(AggregateRule::name)
                        .filter(name -> !name.endsWith("of floating"))
                        .toList());
    }

    @Test
    void doublesAreAddedWhereThatMayBeApproximate() throws Exception {
        String statement = "SELECT sum(x), avg(x), sum(y), avg(y) FROM"
                + " (SELECT id / 4D AS x, cast(id AS FLOAT) AS y FROM range(100)) WHERE x > %d";
        try (Lanes approximate = new Lanes("UTC", true)) {
            assertThat(approximate.compare(statement.formatted(3)).kind()).isEqualTo(Outcome.Kind.EQUAL_IN_ORDER);
            assertThat(approximate.compare(statement.formatted(100)).kind()).isEqualTo(Outcome.Kind.EQUAL_IN_ORDER);
        }
    }

    @Test
    void whatIsNotProvenIsRefused() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String statement : Statements.of("refused.sql")) {
            Outcome outcome = lanes.compare(statement);
            if (outcome.kind() != Outcome.Kind.REFUSED) {
                wrong.add(outcome + ": " + statement);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
