package io.lakeflight.server.routing;

import io.lakeflight.planner.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A statement by which a session chooses its data plane; the server carries it out, and no engine sees it. */
public sealed interface PlaneSetting {
    /** As the setting is called in SQL. */
    String KEY = "lakeflight.data_plane";

    /** {@code SET lakeflight.data_plane = name}. */
    record Choice(String plane) implements PlaneSetting {}

    /** {@code RESET lakeflight.data_plane}: nothing is chosen. */
    record Reset() implements PlaneSetting {}

    /** {@code SET lakeflight.data_plane}: what is chosen. */
    record Question() implements PlaneSetting {}

    /** Reads a single statement; empty if it is any other. */
    static Optional<PlaneSetting> parse(String sql) {
        // Nobody writes it as long as that, and a long text is not read for nothing.
        if (sql.length() > 1_000) {
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
        boolean isKey = rest.equalsIgnoreCase(KEY);
        if (verb.equalsIgnoreCase("RESET") && isKey) {
            return Optional.of(new Reset());
        }
        if (verb.equalsIgnoreCase("SET") && isKey) {
            return Optional.of(new Question());
        }
        boolean isChoice =
                verb.equalsIgnoreCase("SET") && rest.toLowerCase(Locale.ROOT).startsWith(KEY + "=");
        return isChoice ? Optional.of(new Choice(rest.substring(KEY.length() + 1))) : Optional.empty();
    }

    private static String unquoted(String token) {
        char first = token.charAt(0);
        boolean isQuoted = token.length() > 1 && (first == '\'' || first == '"' || first == '`');
        return isQuoted ? token.substring(1, token.length() - 1) : token;
    }
}
