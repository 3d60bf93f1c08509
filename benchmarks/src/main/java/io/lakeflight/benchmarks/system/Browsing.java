package io.lakeflight.benchmarks.system;

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
}
