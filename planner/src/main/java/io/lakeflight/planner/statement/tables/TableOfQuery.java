package io.lakeflight.planner.statement.tables;

import io.lakeflight.planner.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code CREATE TABLE t … AS query}, taken apart: of what may stand between the two Calcite reads little.
 *
 * @param name as written, in its parts
 * @param query its text
 */
public record TableOfQuery(List<String> name, String query) {
    private static final Set<String> BEFORE_NAME = Set.of("create", "or", "replace", "table", "if", "not", "exists");
    private static final Set<String> QUERY = Set.of("(", "select", "table", "values", "with");
    private static final int LONGEST_WORD = 10;

    public TableOfQuery {
        name = List.copyOf(name);
    }

    /** Empty if it is any other statement. */
    public static Optional<TableOfQuery> of(String sql) {
        Header header = new Header(sql);
        SqlTokens.forEach(sql, header);
        boolean isSure = header.isOfTable && !header.name.isEmpty() && !header.name.contains("") && !header.isMade();
        return header.query >= 0 && isSure
                ? Optional.of(new TableOfQuery(header.name, sql.substring(header.query)))
                : Optional.empty();
    }

    /** Looks for the AS that is in no brackets and has a query behind it. */
    private static final class Header implements SqlTokens.Visitor {
        private final String sql;
        private final List<String> name = new ArrayList<>();
        private boolean isFirst = true;
        private boolean isOver;
        private boolean isOfTable;
        private boolean isNamed;
        private boolean isBehindDot;
        private boolean isBehindAs;
        private int depth;
        private int query = -1;

        Header(String sql) {
            this.sql = sql;
        }

        @Override
        public void token(int start, int end) {
            if (isOver) {
                return;
            }
            String token =
                    end - start > LONGEST_WORD ? "" : sql.substring(start, end).toLowerCase(Locale.ROOT);
            if (isFirst && !token.equals("create") && !token.equals("replace")) {
                isOver = true;
            } else if (isBehindAs && QUERY.contains(token)) {
                query = start;
                isOver = true;
            } else if (!isNamed) {
                name(start, end, token);
            } else {
                depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
                isBehindAs = depth == 0 && token.equals("as");
            }
            isFirst = false;
        }

        /** By an expression, in place of a name. */
        private boolean isMade() {
            return name.size() == 1 && name.get(0).equalsIgnoreCase("identifier");
        }

        private void name(int start, int end, String token) {
            if (name.isEmpty() && BEFORE_NAME.contains(token)) {
                isOfTable |= token.equals("table");
            } else if (token.equals(".")) {
                isBehindDot = true;
            } else if (name.isEmpty() || isBehindDot) {
                name.add(part(sql.substring(start, end)));
                isBehindDot = false;
            } else {
                if (isQuote(sql.charAt(start))) {
                    // A doubled quote within the name.
                    name.add("");
                }
                isNamed = true;
                depth += token.equals("(") ? 1 : 0;
                isBehindAs = token.equals("as");
            }
        }

        /** Empty if it is no name that is sure to be read as Spark does. */
        private static String part(String text) {
            char first = text.charAt(0);
            if (isQuote(first) && text.length() > 2 && text.indexOf('\\') < 0) {
                return text.substring(1, text.length() - 1);
            }
            return Character.isLetter(first) || first == '_' ? text : "";
        }

        private static boolean isQuote(char first) {
            return first == '"' || first == '`';
        }
    }
}
