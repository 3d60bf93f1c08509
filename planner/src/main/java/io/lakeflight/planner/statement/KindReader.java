package io.lakeflight.planner.statement;

import io.lakeflight.planner.SqlTokens;
import java.util.Locale;
import java.util.Set;

/**
 * Tells of which class a statement is by its first word; behind WITH by the first one that is behind its queries, and
 * behind FROM there may be an INSERT.
 */
final class KindReader implements SqlTokens.Visitor {
    private static final Set<String> CHANGES = Set.of("insert", "merge", "update", "delete");
    /** Behind the names of a query's columns; or of another query. */
    private static final Set<String> BEFORE_QUERIES = Set.of("as", "max", ",");

    private static final int LONGEST_WORD = 10;

    private final String sql;
    private String first = "";
    /** The token before, outside of brackets and in small letters. */
    private String before = "";

    private int depth;
    private boolean isBehindQueries;
    private boolean isChange;

    private KindReader(String sql) {
        this.sql = sql;
    }

    static StatementClass kind(String sql) {
        KindReader reader = new KindReader(sql);
        SqlTokens.forEach(sql, reader);
        return reader.isChange ? StatementClass.DML : StatementClass.ofFirstWord(reader.first);
    }

    @Override
    public void token(int start, int end) {
        char c = sql.charAt(start);
        // A longer one is no word that matters.
        String token =
                end - start > LONGEST_WORD ? "" : sql.substring(start, end).toLowerCase(Locale.ROOT);
        if (first.isEmpty()) {
            first = token.isEmpty() ? "-" : token;
        }
        if (depth == 0) {
            outside(token);
            before = token;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ')' && depth == 0) {
            before = token;
        }
    }

    private void outside(String token) {
        boolean isWith = first.equals("with");
        if (isWith && !isBehindQueries && before.equals(")")) {
            isBehindQueries = !BEFORE_QUERIES.contains(token);
            isChange = isBehindQueries && CHANGES.contains(token);
        }
        boolean isFrom = first.equals("from") || (isWith && isBehindQueries);
        boolean isInto = token.equals("into") || token.equals("overwrite");
        isChange |= isFrom && isInto && before.equals("insert");
    }
}
