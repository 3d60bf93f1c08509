package io.lakeflight.planner.statement.digest;

import io.lakeflight.planner.SqlTokens;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * A query's text without the values of constants in WHERE and HAVING: what such conditions compare with changes which rows
 * a query returns, and neither their columns nor the tables it reads. Constants that are in a list of columns, though within
 * a query there, count, for columns are named by them.
 *
 * <p>The kinds of constants count, since a query may be right with one and wrong with another. Whatever is not surely a
 * constant of a condition stays as it is: then texts are told apart that need not be.
 */
public final class StatementShape implements SqlTokens.Visitor {
    private static final Set<String> CONDITIONS = Set.of("where", "having");
    /** They end a condition. */
    private static final Set<String> CLAUSES = Set.of(
            "select",
            "from",
            "group",
            "order",
            "sort",
            "cluster",
            "distribute",
            "window",
            "limit",
            "offset",
            "union",
            "intersect",
            "except",
            "minus",
            "lateral",
            "values",
            "table");

    /** A string behind any other word may be part of it, as in {@code X'1F'}. */
    private static final Set<String> BEFORE_CONSTANTS =
            Set.of("and", "or", "not", "between", "like", "ilike", "in", "when", "then", "else", "is");

    /** More digits may make another type of a whole number. */
    private static final int MOST_DIGITS = 9;

    private static final int LONGEST_WORD = 10;

    private final String sql;
    private final StringBuilder shape = new StringBuilder();
    private final Deque<Level> levels = new ArrayDeque<>();
    private String before = "";
    private int copied;

    private enum Clause {
        COLUMNS,
        TABLES,
        CONDITION,
        OTHER
    }

    /** What is within one pair of brackets. */
    private static final class Level {
        private Clause clause;
        private final boolean isInColumns;

        private Level(Clause clause, boolean isInColumns) {
            this.clause = clause;
            this.isInColumns = isInColumns;
        }
    }

    private StatementShape(String sql) {
        this.sql = sql;
        levels.push(new Level(Clause.OTHER, false));
    }

    /** @param sql a query that Calcite has read */
    public static String of(String sql) {
        // Behind a pipe a clause may follow another in any order, and what a parameter is compared with tells its type.
        if (sql.contains("|>") || sql.indexOf('?') >= 0) {
            return sql;
        }
        StatementShape reader = new StatementShape(sql);
        SqlTokens.forEach(sql, reader);
        return reader.shape.append(sql, reader.copied, sql.length()).toString();
    }

    @Override
    public void token(int start, int end) {
        char first = sql.charAt(start);
        if (first == '(') {
            Level outer = levels.element();
            levels.push(new Level(outer.clause, outer.isInColumns || outer.clause == Clause.COLUMNS));
        } else if (first == ')' && levels.size() > 1) {
            levels.pop();
        } else if (Character.isLetter(first) && !before.equals(".") && !before.equals("as")) {
            word(lower(start, end));
        } else if (isCondition() && isConstant(start, end)) {
            shape.append(sql, copied, start).append(first == '\'' ? "''" : "0");
            copied = end;
        }
        before = lower(start, end);
    }

    /** Nothing of what is longer than any word that matters. */
    private String lower(int start, int end) {
        return end - start > LONGEST_WORD ? "" : sql.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private void word(String word) {
        Level level = levels.element();
        if (word.equals("select")) {
            level.clause = Clause.COLUMNS;
        } else if (word.equals("from")) {
            level.clause = Clause.TABLES;
        } else if (CONDITIONS.contains(word)) {
            // In a list of columns it is the name of one.
            level.clause = level.clause == Clause.COLUMNS ? level.clause : Clause.CONDITION;
        } else if (CLAUSES.contains(word) && level.clause != Clause.COLUMNS) {
            level.clause = Clause.OTHER;
        }
    }

    private boolean isCondition() {
        Level level = levels.element();
        return level.clause == Clause.CONDITION && !level.isInColumns;
    }

    private boolean isConstant(int start, int end) {
        char first = sql.charAt(start);
        if (first == '\'') {
            return before.equals("date") ? isDay(sql.substring(start + 1, end - 1)) : isOpen();
        }
        return isOpen()
                && end - start <= MOST_DIGITS
                && sql.substring(start, end).chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /** Whether a constant may begin here that stands for itself. */
    private boolean isOpen() {
        boolean isBehindWord = !before.isEmpty() && Character.isLetter(before.charAt(0));
        boolean isBehindConstant =
                !before.isEmpty() && (before.charAt(0) == '\'' || Character.isDigit(before.charAt(0)));
        return !before.isEmpty() && !isBehindConstant && (!isBehindWord || BEFORE_CONSTANTS.contains(before));
    }

    private static boolean isDay(String text) {
        try {
            return text.length() == "2000-01-01".length()
                    && !LocalDate.parse(text).equals(LocalDate.MIN);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
