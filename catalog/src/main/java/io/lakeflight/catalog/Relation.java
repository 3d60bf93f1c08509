package io.lakeflight.catalog;

import java.util.Optional;
import java.util.function.Supplier;

/** A table or view as it was when it was listed. */
public final class Relation {
    private final TableName name;
    private final TableType type;
    private final Supplier<Optional<RelationContent>> content;

    Relation(TableName name, TableType type, Supplier<Optional<RelationContent>> content) {
        this.name = name;
        this.type = type;
        this.content = content;
    }

    public TableName name() {
        return name;
    }

    public TableType type() {
        return type;
    }

    /**
     * Its columns and definition; empty if it was dropped since.
     *
     * @throws RuntimeException if its metadata cannot be read
     */
    public Optional<RelationContent> content() {
        return content.get();
    }
}
