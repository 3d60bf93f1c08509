package io.lakeflight.catalog;

import java.time.Duration;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;

/** A table or view as it was when it was listed. */
public final class Relation {
    private final TableName name;
    private final TableIdentifier identifier;
    private final TableType type;
    private final Source source;

    /** Where its content comes from. */
    interface Source {
        /** Reads it, waiting no longer than the given time. */
        Optional<RelationContent> content(Duration patience);

        /** Its content if it is in memory. */
        default Optional<RelationContent> known() {
            return Optional.empty();
        }

        default Optional<MetadataCache.File> file() {
            return Optional.empty();
        }

        /** Keeps the form of its schema, if there is a place for it. */
        default void keep(byte[] form) {}
    }

    Relation(String catalog, TableIdentifier identifier, TableType type, Source source) {
        this.name = TableName.of(catalog, identifier);
        this.identifier = identifier;
        this.type = type;
        this.source = source;
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
     * The metadata file it was at; empty if its catalog does not tell. Unless {@link MetadataCache#isWrittenOnce}, the
     * file may have another content by now.
     */
    public Optional<MetadataCache.File> file() {
        return source.file();
    }

    /** Its columns and definition if they are in memory. Asks nobody. */
    public Optional<RelationContent> known() {
        return source.known();
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
        return source.content(patience);
    }

    /**
     * Has its catalog keep the form of its schema, which {@link Catalogs#keptForms} finds as long as it is at this
     * metadata file; soon, and perhaps not at all.
     *
     * @param form as the server's {@link SchemaForm} makes it of its content
     */
    public void keep(byte[] form) {
        source.keep(form);
    }
}
