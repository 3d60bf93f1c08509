package io.lakeflight.planner.statement.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of functions that every Spark has, and of the words of its grammar; in small letters. */
public final class SparkFunctions {
    /** Those that may stand in FROM and read no table. */
    private static final Set<String> OF_FROM = Set.of(
            "collations",
            "explode",
            "explode_outer",
            "inline",
            "inline_outer",
            "json_tuple",
            "posexplode",
            "posexplode_outer",
            "range",
            "sql_keywords",
            "stack",
            "variant_explode",
            "variant_explode_outer");

    /** Those that tell the time; some of them without brackets. */
    private static final Set<String> OF_TIME = Set.of(
            "curdate", "current_date", "current_time", "current_timestamp", "localtimestamp", "now", "unix_timestamp");

    private static final Set<String> OF_SESSION = Set.of(
            "current_catalog",
            "current_database",
            "current_schema",
            "current_timezone",
            "current_user",
            "session_user",
            "user",
            "convert_timezone");

    /** Those that need no brackets, where there is no column of the name. */
    private static final Set<String> WITHOUT_BRACKETS = lines("without-brackets.txt");

    private static final Set<String> BEFORE_BRACKETS = lines("before-brackets.txt");

    private static final Set<String> REPEATABLE = lines("repeatable-functions.txt");
    private static final Set<String> KEYWORDS = lines("keywords.txt");

    private SparkFunctions() {}

    private static Set<String> lines(String resource) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SparkFunctions.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether Spark has it, so far as it gives the same result for the same rows, time and session. */
    public static boolean isKnown(String name) {
        return isRepeatable(name) || tellsTime(name) || tellsSession(name);
    }

    /** Whether it makes rows of its arguments alone. */
    public static boolean isTableFunction(String name) {
        return OF_FROM.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether it always gives the same result for the same rows and settings. */
    public static boolean isRepeatable(String name) {
        return REPEATABLE.contains(name) || OF_FROM.contains(name);
    }

    public static boolean tellsTime(String name) {
        return OF_TIME.contains(name);
    }

    public static boolean tellsSession(String name) {
        return OF_SESSION.contains(name);
    }

    public static boolean needsNoBrackets(String name) {
        return WITHOUT_BRACKETS.contains(name);
    }

    /** Whether it may stand there as a keyword. */
    public static boolean mayStandBeforeBrackets(String word) {
        return BEFORE_BRACKETS.contains(word);
    }

    public static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }
}
