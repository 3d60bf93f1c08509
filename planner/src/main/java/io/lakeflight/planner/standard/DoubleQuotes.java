package io.lakeflight.planner.standard;

import java.util.List;

/** Strings in double quotes, as strings in single ones; a doubled quote ends one token and starts the next. */
final class DoubleQuotes {
    private final String sql;
    private final List<Edit> edits;
    private final StringBuilder string = new StringBuilder();
    /** Where the string begins that the next token may go on with; -1 for none. */
    private int begin = -1;

    private int end;

    DoubleQuotes(String sql, List<Edit> edits) {
        this.sql = sql;
        this.edits = edits;
    }

    /** Takes a token in double quotes; one that is not closed is no string, and is left for Spark to say so. */
    void accept(int tokenStart, int tokenEnd) {
        if (!isClosed(tokenStart, tokenEnd)) {
            return;
        }
        if (begin >= 0) {
            string.append("\\\"");
        } else {
            // Side by side with another string, the quotes in between would be taken for one.
            string.append(tokenStart > 0 && sql.charAt(tokenStart - 1) == '\'' ? " '" : "'");
            begin = tokenStart;
        }
        for (int position = tokenStart + 1; position < tokenEnd - 1; position++) {
            char c = sql.charAt(position);
            if (c == '\'') {
                string.append('\\');
            }
            string.append(c);
            if (c == '\\') {
                position++;
                string.append(sql.charAt(position));
            }
        }
        end = tokenEnd;
        if (end == sql.length() || sql.charAt(end) != '"') {
            finish();
        }
    }

    /** To be told before any other token, and at the end. */
    void finish() {
        if (begin >= 0) {
            string.append(end < sql.length() && sql.charAt(end) == '\'' ? "' " : "'");
            edits.add(new Edit(begin, end, string.toString()));
            string.setLength(0);
            begin = -1;
        }
    }

    private boolean isClosed(int tokenStart, int tokenEnd) {
        int position = tokenStart + 1;
        while (position < tokenEnd - 1) {
            position += sql.charAt(position) == '\\' ? 2 : 1;
        }
        return tokenEnd - tokenStart > 1 && position == tokenEnd - 1 && sql.charAt(position) == '"';
    }
}
