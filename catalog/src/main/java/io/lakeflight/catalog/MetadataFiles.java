package io.lakeflight.catalog;

import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata files of one catalog's tables and views, each read once. Which of them is current is for the catalog's
 * database to say, each time.
 */
final class MetadataFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MetadataFiles.class);

    private final FileIO files;
    private final MetadataCache cache;
    private final String owner = UUID.randomUUID().toString();

    MetadataFiles(FileIO files, MetadataCache cache) {
        this.files = files;
        this.cache = cache;
    }

    TableMetadata table(String location) {
        return knownTable(location).orElseGet(() -> readTable(location));
    }

    /** The file's content if it is kept; reads nothing. */
    Optional<TableMetadata> knownTable(String location) {
        return cache.table(key(location));
    }

    /** Reads the file, whatever is known of it. */
    TableMetadata readTable(String location) {
        cache.forget(key(location));
        TableMetadata metadata = TableMetadataParser.read(files, location);
        cache.put(key(location), metadata);
        return metadata;
    }

    ViewMetadata view(String location) {
        return knownView(location).orElseGet(() -> {
            ViewMetadata metadata = ViewMetadataParser.read(files.newInputFile(location));
            cache.put(key(location), metadata);
            return metadata;
        });
    }

    /** The file's content if it is kept; reads nothing. */
    Optional<ViewMetadata> knownView(String location) {
        return cache.view(key(location));
    }

    /** Keeps what was just committed in a new file, as a reader of the file would see it. Never throws. */
    void written(String location, TableMetadata metadata) {
        try {
            cache.put(key(location), TableMetadataParser.fromJson(location, TableMetadataParser.toJson(metadata)));
        } catch (RuntimeException e) {
            // The commit has happened, and must not seem to have failed: its client would do it again.
            log.warn("Metadata that was committed is not kept: {}", location, e);
        }
    }

    void forget(String location) {
        cache.forget(key(location));
    }

    private MetadataCache.Key key(String location) {
        return new MetadataCache.Key(owner, location);
    }

    @Override
    public void close() {
        cache.forgetAll(owner);
    }
}
