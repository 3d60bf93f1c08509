package io.lakeflight.planner.statement.predicates;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and points in time in the forms that nobody reads in two ways; Spark takes many others. */
public final class WrittenTime {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[ T](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,6}))?)?)?");

    private WrittenTime() {}

    /** {@code 2024-01-31}; empty for any other text. */
    public static Optional<LocalDate> date(String text) {
        try {
            return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A date, or {@code 2024-01-31 12:30} with seconds and up to six digits of their fraction or without. */
    public static Optional<LocalDateTime> timestamp(String text) {
        Matcher matcher = TIMESTAMP.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int micros = Integer.parseInt((orZero(matcher.group(5)) + "000000").substring(0, 6));
        try {
            return date(matcher.group(1))
                    .map(day -> day.atTime(
                            Integer.parseInt(orZero(matcher.group(2))),
                            Integer.parseInt(orZero(matcher.group(3))),
                            Integer.parseInt(orZero(matcher.group(4))),
                            micros * 1_000));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String orZero(@Nullable String digits) {
        return digits == null ? "0" : digits;
    }
}
