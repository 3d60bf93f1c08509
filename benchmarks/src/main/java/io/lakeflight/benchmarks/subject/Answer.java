package io.lakeflight.benchmarks.subject;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All that a system answers to a statement.
 *
 * @param types as Spark writes them, of a system that has Spark's types
 * @param rows each a list of its values' texts
 */
public record Answer(List<String> names, List<String> types, List<List<String>> rows) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d*)?([eE][-+]?\\d+)?");
    private static final double TOLERANCE = 1e-6;

    /** How it differs from what should be answered, whatever the order of rows; names, types and texts must be the same. */
    Optional<String> differenceFrom(Answer expected) {
        Fingerprint mine = fingerprint();
        Fingerprint other = expected.fingerprint();
        return mine.equals(other) ? Optional.empty() : Optional.of(other + ", " + mine + example(expected));
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of(names, types, rows);
    }

    /** A row that is not expected, if there is one. */
    private String example(Answer expected) {
        Set<List<String>> known = Set.copyOf(expected.rows);
        return rows.stream()
                .filter(row -> !known.contains(row))
                .findFirst()
                .map(row -> ", which has " + row)
                .orElse("");
    }

    /** As above for answers of systems with other types: of values alone, and numbers may differ a little. */
    Optional<String> valuesThatDifferFrom(Answer expected) {
        if (rows.size() != expected.rows.size()) {
            return Optional.of("%d rows, %d rows".formatted(expected.rows.size(), rows.size()));
        }
        List<List<Value>> mine = values();
        List<List<Value>> others = expected.values();
        for (int row = 0; row < mine.size(); row++) {
            if (!isSame(mine.get(row), others.get(row))) {
                return Optional.of("%s, %s".formatted(others.get(row), mine.get(row)));
            }
        }
        return Optional.empty();
    }

    /** How this answer differs from the right one. */
    public Optional<String> differenceFrom(Answer expected, boolean isExact) {
        return isExact ? differenceFrom(expected) : valuesThatDifferFrom(expected);
    }

    private static boolean isSame(List<Value> mine, List<Value> others) {
        if (mine.size() != others.size()) {
            return false;
        }
        for (int column = 0; column < mine.size(); column++) {
            if (!mine.get(column).isSame(others.get(column))) {
                return false;
            }
        }
        return true;
    }

    /** In an order that tells rows apart by what is no number first: two systems may round those in other ways. */
    private List<List<Value>> values() {
        List<List<Value>> values = new ArrayList<>(
                rows.stream().map(row -> row.stream().map(Value::of).toList()).toList());
        values.sort(Comparator.comparing((List<Value> row) -> row.stream()
                        .map(value -> value.isNumber() ? "#" : value.text())
                        .toList()
                        .toString())
                .thenComparing(Answer::compareNumbers));
        return values;
    }

    private static int compareNumbers(List<Value> row, List<Value> other) {
        for (int column = 0; column < Math.min(row.size(), other.size()); column++) {
            if (row.get(column).isNumber()
                    && other.get(column).isNumber()
                    && !row.get(column).isSame(other.get(column))) {
                return Double.compare(
                        row.get(column).number(), other.get(column).number());
            }
        }
        return 0;
    }

    /** One of a row, without what only tells its type. */
    private record Value(String text, boolean isNumber) {
        static Value of(String text) {
            boolean isQuoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
            String bare = (isQuoted ? text.substring(1, text.length() - 1) : text).strip();
            boolean isNull = !isQuoted && bare.equalsIgnoreCase("null");
            return new Value(isNull ? "null" : bare, NUMBER.matcher(bare).matches());
        }

        double number() {
            return new BigDecimal(text).doubleValue();
        }

        boolean isSame(Value other) {
            if (!isNumber || !other.isNumber) {
                return text.equals(other.text);
            }
            double size = Math.max(1, Math.max(Math.abs(number()), Math.abs(other.number())));
            return Math.abs(number() - other.number()) <= TOLERANCE * size;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
