package io.lakeflight.planner.statement;

import java.util.Locale;

/** What kind of thing a statement does, as far as its first words tell. */
public enum StatementClass {
    /** Returns rows of tables. */
    QUERY,
    /** Changes rows. */
    DML,
    /** Changes what tables, views, schemas and functions there are. */
    DDL,
    /** Changes the session. */
    SESSION,
    /** Returns what there is, looking at no row; also what no other class knows. */
    METADATA,
    PROCEDURE,
    /** Several statements in one, or one that is made at run time. */
    SCRIPT;

    static StatementClass ofFirstWord(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "select", "with", "from", "values", "table", "(", "map", "reduce" -> QUERY;
            case "insert", "update", "delete", "merge", "load", "truncate" -> DML;
            case "create", "alter", "drop", "comment", "replace", "analyze", "msck", "repair" -> DDL;
            case "use", "set", "reset", "add", "list", "cache", "uncache", "clear", "refresh" -> SESSION;
            case "call" -> PROCEDURE;
            case "begin", "declare", "execute" -> SCRIPT;
            default -> METADATA;
        };
    }
}
