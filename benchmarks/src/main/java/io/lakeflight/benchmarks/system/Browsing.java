package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import java.util.List;

/** What tools ask of a catalog before anybody writes a statement. */
public enum Browsing {
    TABLES_OF_A_SCHEMA("tables of a schema"),
    COLUMNS_OF_A_TABLE("columns of a table"),
    ALL_COLUMNS("columns of all tables");

    private final String words;

    Browsing(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** One table of what it is compared by. */
    static List<String> found(String schema, String table, List<String> columns) {
        return List.of(schema, table, String.join(", ", columns));
    }

    /** What it is compared by: tables, each with its columns in their order where those are asked for. */
    static Answer answer(List<List<String>> tables) {
        return new Answer(List.of("schema", "table", "columns"), List.of("string", "string", "string"), tables);
    }
}
