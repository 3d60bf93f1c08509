package io.lakeflight.engine.spark.fastlane.known;

import java.util.regex.Pattern;

/** Texts that Spark makes another time of, depending on when it does. */
final class Moments {
    /** Spark trims what Java's {@code trim} does. */
    private static final Pattern NAMED = Pattern.compile(
            "[\\x00-\\x20]*(now|today|tomorrow|yesterday)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A time of day, which becomes one of the day on which it is read. */
    private static final Pattern OF_A_DAY = Pattern.compile("[\\x00-\\x20]*(T?[-+]?[0-9]+:|T[0-9]).*", Pattern.DOTALL);

    private Moments() {}

    static boolean mayBeOne(String text) {
        return NAMED.matcher(text).matches() || OF_A_DAY.matcher(text).matches();
    }
}
