package io.lakeflight.server.front;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The patterns of Spark's {@code SHOW} statements: {@code *} is any text, {@code |} separates alternatives, case is
 * ignored.
 */
final class SparkPattern {
    /** To Spark all else may be a piece of a regex; more stars would take a regex long to match. */
    private static final Pattern PLAIN = Pattern.compile("\\w*(\\*\\w*){0,2}(\\|\\w*(\\*\\w*){0,2})*+");

    private static final int MAX_LENGTH = 1_000;

    private SparkPattern() {}

    /** Tells whether a name matches; empty if the pattern is one for Spark to understand. */
    static Optional<Predicate<String>> of(String pattern) {
        String trimmed = pattern.trim();
        if (trimmed.length() > MAX_LENGTH || !PLAIN.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        return Stream.of(trimmed.split("\\|"))
                .map(alternative ->
                        Pattern.compile("(?i)" + alternative.replace("*", ".*")).asMatchPredicate())
                .reduce(Predicate::or);
    }
}
