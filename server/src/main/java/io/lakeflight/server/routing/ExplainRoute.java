package io.lakeflight.server.routing;

import io.lakeflight.planner.SqlTokens;
import java.util.Optional;

/**
 * {@code EXPLAIN ROUTE statement}: where a statement would go, and why.
 *
 * @param statement its text, which may be empty
 */
public record ExplainRoute(String statement) {
    private static final int LONGEST_BEGINNING = 1_000;

    /** Reads a single statement; empty if it is any other. */
    public static Optional<ExplainRoute> parse(String sql) {
        // Of a long text only the beginning counts.
        Beginning beginning = new Beginning(sql.substring(0, Math.min(sql.length(), LONGEST_BEGINNING)));
        SqlTokens.forEach(beginning.text, beginning);
        return beginning.count == 2 && beginning.explains
                ? Optional.of(new ExplainRoute(sql.substring(beginning.end)))
                : Optional.empty();
    }

    /** Looks at the first two tokens. */
    private static final class Beginning implements SqlTokens.Visitor {
        private final String text;
        private int count;
        private boolean explains = true;
        private int end;

        Beginning(String text) {
            this.text = text;
        }

        @Override
        public void token(int start, int tokenEnd) {
            if (count < 2) {
                String expected = count == 0 ? "EXPLAIN" : "ROUTE";
                explains &= text.substring(start, tokenEnd).equalsIgnoreCase(expected);
                end = tokenEnd;
                count++;
            }
        }
    }
}
