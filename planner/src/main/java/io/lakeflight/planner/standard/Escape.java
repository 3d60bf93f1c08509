package io.lakeflight.planner.standard;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JDBC escape whose brace is open: {@code {d '…'}}, {@code {fn f(…)}} and the like. */
final class Escape {
    private static final Map<String, String> LITERALS = Map.of("D", "DATE", "TS", "TIMESTAMP", "ESCAPE", "ESCAPE");
    private static final Set<String> LEFT_OUT = Set.of("OJ", "CALL", "FN");

    /** JDBC's names of functions that Spark calls otherwise. */
    private static final Map<String, String> FUNCTIONS =
            Map.of("CONVERT", "CAST", "DATABASE", "current_schema", "WEEK", "weekofyear");

    private static final Map<String, String> UNITS = Map.of(
            "SQL_TSI_SECOND", "SECOND",
            "SQL_TSI_MINUTE", "MINUTE",
            "SQL_TSI_HOUR", "HOUR",
            "SQL_TSI_DAY", "DAY",
            "SQL_TSI_WEEK", "WEEK",
            "SQL_TSI_MONTH", "MONTH",
            "SQL_TSI_QUARTER", "QUARTER",
            "SQL_TSI_YEAR", "YEAR");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("SQL_BIGINT", "BIGINT"),
            Map.entry("SQL_BINARY", "BINARY"),
            Map.entry("SQL_BIT", "BOOLEAN"),
            Map.entry("SQL_BOOLEAN", "BOOLEAN"),
            Map.entry("SQL_CHAR", "STRING"),
            Map.entry("SQL_DATE", "DATE"),
            Map.entry("SQL_DOUBLE", "DOUBLE"),
            Map.entry("SQL_FLOAT", "DOUBLE"),
            Map.entry("SQL_INTEGER", "INT"),
            Map.entry("SQL_LONGVARCHAR", "STRING"),
            Map.entry("SQL_REAL", "FLOAT"),
            Map.entry("SQL_SMALLINT", "SMALLINT"),
            Map.entry("SQL_TIMESTAMP", "TIMESTAMP"),
            Map.entry("SQL_TINYINT", "TINYINT"),
            Map.entry("SQL_VARBINARY", "BINARY"),
            Map.entry("SQL_VARCHAR", "STRING"));

    private final int brace;
    private int passed;
    private boolean known;
    private boolean isFunction;
    private boolean isConversion;

    Escape(int brace) {
        this.brace = brace;
    }

    /** Whether it is one; else it is left to Spark. */
    boolean isKnown() {
        return known;
    }

    /**
     * Takes the next token inside.
     *
     * @param word the token in upper case
     * @param comma where the comma is that stands before it; -1 if none does
     */
    void accept(int start, int end, String word, int comma, List<Edit> edits) {
        passed++;
        if (passed == 1) {
            begin(end, word, edits);
        } else if (isFunction && passed == 2) {
            isConversion = word.equals("CONVERT");
            if (FUNCTIONS.containsKey(word)) {
                edits.add(new Edit(start, end, FUNCTIONS.get(word)));
            }
        } else if (isFunction && UNITS.containsKey(word)) {
            edits.add(new Edit(start, end, UNITS.get(word)));
        } else if (isConversion && comma >= 0 && TYPES.containsKey(word)) {
            edits.add(new Edit(comma, comma + 1, " AS"));
            edits.add(new Edit(start, end, TYPES.get(word)));
        }
    }

    private void begin(int end, String word, List<Edit> edits) {
        if (word.equals("T")) {
            throw new UnsupportedFormException("{t '…'} is of no use: Spark has no type TIME here", brace);
        }
        String literal = LITERALS.get(word);
        known = literal != null || LEFT_OUT.contains(word);
        if (known) {
            isFunction = word.equals("FN");
            edits.add(new Edit(brace, end, literal != null ? literal : word.equals("CALL") ? "CALL" : ""));
        }
    }
}
