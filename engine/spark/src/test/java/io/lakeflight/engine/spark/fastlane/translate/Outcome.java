package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Locale;

/**
 * What came of running a text in both lanes.
 *
 * @param detail why there is no translation, or what differs
 */
record Outcome(Kind kind, String detail) {
    /** From best to worst. */
    enum Kind {
        /** The same rows in the same order. */
        EQUAL_IN_ORDER,
        /** The same rows. */
        EQUAL,
        BOTH_RAISE,
        /** DuckDB gives up, Spark does not: slow, and right. */
        ONLY_DUCKDB_RAISES,
        REFUSED,
        /** Not even Spark takes it. */
        NOT_PLANNED,
        DIFFERENT
    }

    static Outcome of(Kind kind) {
        return new Outcome(kind, "");
    }

    static Outcome compared(List<List<Object>> spark, List<List<Object>> duck) {
        if (spark.equals(duck)) {
            return of(Kind.EQUAL_IN_ORDER);
        }
        List<String> expected = texts(spark);
        List<String> actual = texts(duck);
        if (expected.equals(actual)) {
            return of(Kind.EQUAL);
        }
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String left = i < expected.size() ? expected.get(i) : "(none)";
            String right = i < actual.size() ? actual.get(i) : "(none)";
            if (!left.equals(right)) {
                return new Outcome(
                        Kind.DIFFERENT,
                        String.format(
                                Locale.ROOT,
                                "%d and %d rows; Spark %s, DuckDB %s",
                                spark.size(),
                                duck.size(),
                                left,
                                right));
            }
        }
        throw new AssertionError(expected);
    }

    private static List<String> texts(List<List<Object>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }

    boolean isEqual() {
        return kind == Kind.EQUAL || kind == Kind.EQUAL_IN_ORDER;
    }

    boolean isTranslated() {
        return kind != Kind.REFUSED && kind != Kind.NOT_PLANNED;
    }
}
