package io.lakeflight.planner.simple;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement about what a session has set of Spark's settings. Names have a dot, and values are plain words: of the many
 * other forms that Spark reads, quotes for one, nothing is taken for granted.
 */
public sealed interface SettingStatement {
    /** {@code SET name = value}. */
    record Choice(String name, String value) implements SettingStatement {}

    /** {@code SET name}. */
    record Question(String name) implements SettingStatement {}

    /** {@code RESET name}. */
    record Reset(String name) implements SettingStatement {}

    /** {@code RESET}. */
    record ResetAll() implements SettingStatement {}

    /** Reads a single statement; empty if it is any other. */
    static Optional<SettingStatement> parse(String sql) {
        return Forms.parse(sql);
    }

    /** The forms that are read. */
    final class Forms {
        private static final int LONGEST = 1_000;
        private static final String TIME_ZONE = "spark.sql.session.timeZone";

        private static final String NAME = "([A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)+)";
        private static final String VALUE = "([\\w./:+-]+(?: [\\w./:+-]+)*)";
        private static final String START = "[ \\t\\r\\n]*+";
        private static final String GAP = "[ \\t\\r\\n]++";
        private static final String END = "[ \\t\\r\\n]*+;*+[ \\t\\r\\n]*+";

        private static final Pattern SET = form("SET" + GAP + NAME + "(?:" + START + "=" + START + VALUE + ")?");
        private static final Pattern RESET = form("RESET(?:" + GAP + NAME + ")?");
        private static final Pattern SET_TIME_ZONE = form("SET" + GAP + "TIME" + GAP + "ZONE" + GAP + "'([\\w/:+-]+)'");

        private Forms() {}

        private static Pattern form(String form) {
            return Pattern.compile(START + form + END, Pattern.CASE_INSENSITIVE);
        }

        private static Optional<SettingStatement> parse(String sql) {
            // What begins as a comment to one reader is the end of a value to another.
            if (sql.length() > LONGEST || sql.contains("--")) {
                return Optional.empty();
            }
            Matcher set = SET.matcher(sql);
            if (set.matches()) {
                String value = set.group(2);
                return Optional.of(value == null ? new Question(set.group(1)) : new Choice(set.group(1), value));
            }
            Matcher reset = RESET.matcher(sql);
            if (reset.matches()) {
                return Optional.of(reset.group(1) == null ? new ResetAll() : new Reset(reset.group(1)));
            }
            Matcher zone = SET_TIME_ZONE.matcher(sql);
            return zone.matches() ? Optional.of(new Choice(TIME_ZONE, zone.group(1))) : Optional.empty();
        }
    }
}
