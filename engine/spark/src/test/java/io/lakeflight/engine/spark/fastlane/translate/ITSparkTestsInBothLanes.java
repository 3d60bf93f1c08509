package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The queries of Spark's own tests: whatever has a translation gives the same rows. The build runs files that are quick and
 * of many kinds; {@code -Dfastlane.sql-tests=.*} runs all whose names match.
 */
class ITSparkTestsInBothLanes {
    private static final String FILES = System.getProperty(
            "fastlane.sql-tests",
            "(cast|count|cte|cte-nested|date|decimalArithmeticOperations|except|group-analytics|group-by-filter|group-by|having"
                    + "|inner-join|like-any|limit|natural-join|null-handling|operators|order-by-nulls-ordering|order-by|outer-join"
                    + "|predicate-functions|string-functions|union|using-join|window-with-aggregates|window|postgreSQL/(boolean|case"
                    + "|int4|select|union|aggregates_part1|window_part1)|subquery/in-subquery/(in-basic|in-group-by|nested-not-in"
                    + "|not-in-unit.*|simple-in)|subquery/exists-subquery/(exists-basic|exists-outside-filter)"
                    + "|subquery/scalar-subquery/scalar-subquery-count-bug).sql");

    /** What is about something else than queries, or needs what there is not here. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "(udf/|udtf/|udaf/|scripting/|show|describe|explain|.*transform[.]sql|execute-immediate).*");

    /** Files in which LIMIT picks among rows that no order tells apart, in subqueries too: which ones is nobody's promise. */
    private static final Set<String> ARBITRARY = Set.of("subquery/in-subquery/in-limit.sql");

    private final Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void queriesGiveTheSame() throws Exception {
        Map<String, String> files = SparkTexts.files("sql-tests/inputs");
        Pattern chosen = Pattern.compile(FILES);
        for (String name : files.keySet()) {
            if (name.endsWith(".sql")
                    && chosen.matcher(name).matches()
                    && !LEFT_OUT.matcher(name).matches()) {
                run(name, SparkTexts.statements(name, files));
            }
        }
        System.out.println("Spark's tests: " + counts);
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(60)
                .forEach(reason -> System.out.println("  " + reason.getValue() + " " + reason.getKey()));
        assertThat(differences).isEmpty();
    }

    private void run(String file, List<String> statements) throws Exception {
        try (Lanes lanes = new Lanes("America/Los_Angeles")) {
            // Which is as Spark's tests are written, and not our default.
            lanes.spark().conf().set("spark.sql.ansi.doubleQuotedIdentifiers", "false");
            SparkTestTables.create(lanes.spark());
            for (String statement : statements) {
                if (!statement.matches("(?is)^(SELECT|WITH|VALUES|FROM|TABLE|\\().*")) {
                    tryToRun(lanes, statement);
                    continue;
                }
                Outcome outcome = lanes.compare(statement);
                counts.merge(outcome.kind(), 1, Integer::sum);
                if (outcome.kind() == Outcome.Kind.REFUSED || outcome.kind() == Outcome.Kind.ONLY_DUCKDB_RAISES) {
                    reasons.merge(
                            outcome.kind() + " "
                                    + outcome.detail().lines().findFirst().orElse(""),
                            1,
                            Integer::sum);
                }
                if (outcome.kind() == Outcome.Kind.DIFFERENT && !isArbitrary(file, statement)) {
                    differences.add(file + ": " + statement + "\n    " + outcome.detail());
                }
            }
        }
    }

    private static boolean isArbitrary(String file, String statement) {
        return ARBITRARY.contains(file) && statement.toUpperCase(Locale.ROOT).contains("LIMIT");
    }

    private static void tryToRun(Lanes lanes, String statement) {
        try {
            lanes.spark().sql(statement);
        } catch (Exception e) {
            // Tests of Spark's errors; or it needs what we do not have, as do the queries that follow.
        }
    }
}
