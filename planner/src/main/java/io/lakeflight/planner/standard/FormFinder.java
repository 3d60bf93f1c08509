package io.lakeflight.planner.standard;

import io.lakeflight.planner.SqlTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Finds in one pass what is to be rewritten; it remembers the last few tokens, and the braces that are open. */
final class FormFinder implements SqlTokens.Visitor {
    private static final int REMEMBERED = 16;

    /** What each takes in memory is many times its text. */
    private static final int MOST_EDITS = 250_000;

    private static final int DEEPEST_BRACES = 200;

    private final String sql;
    private final Dialect dialect;
    private final List<Edit> edits = new ArrayList<>();
    /** Of each parameter of the rewritten text, which one it is in the client's. */
    private final List<Integer> parameters = new ArrayList<>();

    private boolean isReordered;
    private final DoubleQuotes strings;
    private final int[] starts = new int[REMEMBERED];
    private final int[] ends = new int[REMEMBERED];
    private final Deque<Escape> open = new ArrayDeque<>();
    private int count;
    /** Of the token before FETCH, where {@code OFFSET n ROWS} ended; none is at -1. */
    private int offsetEnd = -1;

    private FormFinder(String sql, Dialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
        this.strings = new DoubleQuotes(sql, edits);
    }

    static FormFinder read(String sql, Dialect dialect) {
        FormFinder finder = new FormFinder(sql, dialect);
        SqlTokens.forEach(sql, finder);
        finder.strings.finish();
        return finder;
    }

    List<Edit> edits() {
        return edits;
    }

    /** Of each parameter of the rewritten text, which one of the client's it is; empty if they are in the same order. */
    List<Integer> parameterOrder() {
        return isReordered ? parameters : List.of();
    }

    @Override
    public void token(int start, int end) {
        starts[count % REMEMBERED] = start;
        ends[count % REMEMBERED] = end;
        count++;
        char first = sql.charAt(start);
        if (first == '"' && dialect == Dialect.SPARK) {
            strings.accept(start, end);
        } else {
            strings.finish();
        }
        if (edits.size() > MOST_EDITS) {
            throw new UnsupportedFormException(
                    "The statement has more than %d forms that Spark lacks".formatted(MOST_EDITS), start);
        }
        if (first == '?' && end == start + 1) {
            parameters.add(parameters.size());
        }
        if (first == '{') {
            if (open.size() == DEEPEST_BRACES) {
                throw new UnsupportedFormException("Braces nest deeper than %d".formatted(DEEPEST_BRACES), start);
            }
            open.push(new Escape(start));
        } else if (first == '}') {
            close(start, end);
        } else if (!open.isEmpty()) {
            open.element().accept(start, end, word(0), comma(1), edits);
        }
        if (is(0, "ROW") || is(0, "ROWS")) {
            offset();
        } else if (is(0, "ONLY")) {
            fetch();
        } else if (is(0, "TIES") && is(1, "WITH") && (is(2, "ROW") || is(2, "ROWS"))) {
            throw new UnsupportedFormException("Spark has no WITH TIES; write ONLY, or rank() in a subquery", start(1));
        }
    }

    private void close(int start, int end) {
        if (!open.isEmpty() && open.pop().isKnown()) {
            edits.add(new Edit(start, end, ""));
        }
    }

    /** {@code OFFSET n ROWS}: Spark does without the last word. */
    private void offset() {
        if (isCount(1) && is(2, "OFFSET")) {
            edits.add(new Edit(end(1), end(0), ""));
            offsetEnd = end(0);
        }
    }

    /** {@code FETCH FIRST n ROWS ONLY} is {@code LIMIT n}, which to Spark comes before OFFSET. */
    private void fetch() {
        if (!is(1, "ROW") && !is(1, "ROWS")) {
            return;
        }
        if (is(2, "PERCENT")) {
            throw new UnsupportedFormException("Spark has no FETCH FIRST n PERCENT; fetch a number of rows", start(2));
        }
        boolean counted = isCount(2);
        int first = counted ? 3 : 2;
        if (!(is(first, "FIRST") || is(first, "NEXT")) || !is(first + 1, "FETCH")) {
            return;
        }
        String limit = "LIMIT " + (counted ? text(2) : "1");
        int fetch = first + 1;
        boolean follows = offsetEnd >= 0 && end(fetch + 1) == offsetEnd;
        if (!follows) {
            edits.add(new Edit(start(fetch), end(0), limit));
            return;
        }
        // Behind FETCH: ROWS, the number, OFFSET.
        String offset = text(fetch + 2);
        if (offset.equals("?") && counted && text(2).equals("?")) {
            // These two are the last ones so far.
            Collections.swap(parameters, parameters.size() - 2, parameters.size() - 1);
            isReordered = true;
        }
        edits.remove(edits.size() - 1);
        edits.add(new Edit(start(fetch + 3), end(0), limit + " OFFSET " + offset));
    }

    private boolean isCount(int back) {
        String text = text(back);
        return text.equals("?") || (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private boolean is(int back, String word) {
        return back < count
                && end(back) - start(back) == word.length()
                && sql.regionMatches(true, start(back), word, 0, word.length());
    }

    private String text(int back) {
        return back < count ? sql.substring(start(back), end(back)) : "";
    }

    private String word(int back) {
        // A long one, such as a string, is no word that matters.
        return end(back) - start(back) > 40 ? "" : text(back).toUpperCase(Locale.ROOT);
    }

    /** Where the token is if it is a comma. */
    private int comma(int back) {
        return is(back, ",") ? start(back) : -1;
    }

    private int start(int back) {
        return back < count ? starts[(count - 1 - back) % REMEMBERED] : -1;
    }

    private int end(int back) {
        return back < count ? ends[(count - 1 - back) % REMEMBERED] : -1;
    }
}
