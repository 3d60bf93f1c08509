package io.lakeflight.server.session;

import io.lakeflight.planner.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A statement about a setting of a session that the server itself has; no engine sees it. */
public sealed interface OwnSetting {
    /** The data plane that a session's statements go to. */
    String DATA_PLANE = "lakeflight.data_plane";

    /** The {@link io.lakeflight.planner.standard.Dialect} of a session's statements. */
    String DIALECT = "lakeflight.dialect";

    /** Whether a session's queries may be answered without Spark: {@code auto} or {@code off}. */
    String FAST_LANE = "lakeflight.fast_lane";

    /** Whether the fast lane may add floating-point numbers in another order than Spark: {@code true} or {@code false}. */
    String APPROXIMATE_DOUBLES = "lakeflight.approximate_doubles";

    /** All of them. */
    List<String> KEYS = List.of(DATA_PLANE, DIALECT, FAST_LANE, APPROXIMATE_DOUBLES);

    /** Which one it is about. */
    String key();

    /** {@code SET key = value}. */
    record Choice(String key, String value) implements OwnSetting {}

    /** {@code RESET key}: nothing is chosen. */
    record Reset(String key) implements OwnSetting {}

    /** {@code SET key}: what is chosen. */
    record Question(String key) implements OwnSetting {}

    /** Reads a single statement; empty if it is any other. */
    static Optional<OwnSetting> parse(String sql) {
        // Nobody writes it as long as that, and a text is not read for nothing.
        if (sql.length() > 1_000 || !sql.toLowerCase(Locale.ROOT).contains("lakeflight")) {
            return Optional.empty();
        }
        List<String> tokens = new ArrayList<>();
        SqlTokens.forEach(sql, (start, end) -> tokens.add(unquoted(sql.substring(start, end))));
        while (!tokens.isEmpty() && tokens.get(tokens.size() - 1).equals(";")) {
            tokens.remove(tokens.size() - 1);
        }
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        String verb = tokens.get(0);
        String rest = String.join("", tokens.subList(1, tokens.size()));
        return KEYS.stream().flatMap(key -> parse(verb, rest, key).stream()).findFirst();
    }

    private static Optional<OwnSetting> parse(String verb, String rest, String key) {
        boolean isKey = rest.equalsIgnoreCase(key);
        if (verb.equalsIgnoreCase("RESET") && isKey) {
            return Optional.of(new Reset(key));
        }
        if (verb.equalsIgnoreCase("SET") && isKey) {
            return Optional.of(new Question(key));
        }
        boolean isChoice =
                verb.equalsIgnoreCase("SET") && rest.toLowerCase(Locale.ROOT).startsWith(key + "=");
        return isChoice ? Optional.of(new Choice(key, rest.substring(key.length() + 1))) : Optional.empty();
    }

    private static String unquoted(String token) {
        char first = token.charAt(0);
        boolean isQuoted = token.length() > 1 && (first == '\'' || first == '"' || first == '`');
        return isQuoted ? token.substring(1, token.length() - 1) : token;
    }
}
