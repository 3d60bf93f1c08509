package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random queries of what there are rules for, the same in every build; {@code -Dfastlane.fuzz=10000} runs more of them. */
class ITPlanFuzzer {
    private static final int QUERIES = Integer.getInteger("fastlane.fuzz", 60);
    private static final long SEED = Long.getLong("fastlane.seed", 20_260);

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void randomQueriesGiveTheSame() throws Exception {
        Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
        List<String> wrong = new ArrayList<>();
        try (Lanes lanes = new Lanes("America/Los_Angeles")) {
            RandomQuery.create(lanes.spark());
            for (int i = 0; i < QUERIES; i++) {
                String query = new RandomQuery(SEED + i).text();
                Outcome outcome = lanes.compare(query);
                counts.merge(outcome.kind(), 1, Integer::sum);
                if (outcome.kind() == Outcome.Kind.DIFFERENT || outcome.kind() == Outcome.Kind.NOT_PLANNED) {
                    wrong.add("seed " + (SEED + i) + ": " + query + "\n    " + outcome.detail());
                }
                if (outcome.kind() == Outcome.Kind.REFUSED) {
                    System.out.println("refused: " + outcome.detail());
                }
            }
        }
        System.out.println("Random queries: " + counts);
        assertThat(wrong).isEmpty();
        assertThat(counts.getOrDefault(Outcome.Kind.EQUAL, 0) + counts.getOrDefault(Outcome.Kind.EQUAL_IN_ORDER, 0))
                .as("queries that prove something")
                .isGreaterThan(QUERIES / 2);
    }
}
