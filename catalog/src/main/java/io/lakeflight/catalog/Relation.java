package io.lakeflight.catalog;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.catalog.TableIdentifier;

/** A table or view as it was when it was listed. */
public final class Relation {
    private final TableName name;
    private final TableIdentifier identifier;
    private final TableType type;
    private final Function<Duration, Optional<RelationContent>> content;

    /** @param content reads it, waiting no longer than the given time */
    Relation(
            String catalog,
            TableIdentifier identifier,
            TableType type,
            Function<Duration, Optional<RelationContent>> content) {
        this.name = TableName.of(catalog, identifier);
        this.identifier = identifier;
        this.type = type;
        this.content = content;
    }

    public TableName name() {
        return name;
    }

    /** Its name to Iceberg; of two namespaces whose schemas have the same name, the one that it is in. */
    public TableIdentifier identifier() {
        return identifier;
    }

    public TableType type() {
        return type;
    }

    /**
     * Its columns and definition; empty if it was dropped since.
     *
     * @throws CatalogUnavailableException if its catalog, or the store of its files, is out of reach
     * @throws RuntimeException if its metadata cannot be read
     */
    public Optional<RelationContent> content() {
        return content(LakeCatalog.UNLIMITED);
    }

    /** As above, giving the catalog up after the given time, which may be shorter than its own timeout. */
    public Optional<RelationContent> content(Duration patience) {
        return content.apply(patience);
    }
}
