package io.lakeflight.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakeflight.storage.StorageFailure;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata files of one catalog's tables and views, each read once. Which of them is current is for the catalog's
 * database to say, each time.
 */
final class MetadataFiles implements AutoCloseable {
    /** A file that was written is there: only a network file system's stale handle makes a second look worthwhile. */
    static final int OTHER_LOOKS = 1;

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
        return cache.table(file(location));
    }

    /** The current schema of a table, for which not all of the file may be read. */
    Schema schema(String location) {
        return knownSchema(location).orElseGet(() -> {
            Schema schema = SchemaReader.read(files, location);
            cache.put(file(location), schema);
            return schema;
        });
    }

    /** The schema if it is kept; reads nothing. */
    Optional<Schema> knownSchema(String location) {
        return cache.schema(file(location)).or(() -> knownTable(location).map(TableMetadata::schema));
    }

    /** Reads the file, whatever is known of it. */
    TableMetadata readTable(String location) {
        cache.forget(file(location));
        TableMetadata metadata = TableMetadataParser.read(files, location);
        cache.put(file(location), metadata);
        return metadata;
    }

    ViewMetadata view(String location) {
        return knownView(location).orElseGet(() -> {
            ViewMetadata metadata = ViewMetadataParser.read(files.newInputFile(location));
            cache.put(file(location), metadata);
            return metadata;
        });
    }

    /** The file's content if it is kept; reads nothing. */
    Optional<ViewMetadata> knownView(String location) {
        return cache.view(file(location));
    }

    /** Keeps what was just committed in a new file, as a reader of the file would see it. Never throws. */
    void written(String location, TableMetadata metadata) {
        try {
            cache.put(file(location), TableMetadataParser.fromJson(location, TableMetadataParser.toJson(metadata)));
        } catch (RuntimeException e) {
            // The commit has happened, and must not seem to have failed: its client would do it again.
            log.warn("Metadata that was committed is not kept: {}", location, e);
        }
    }

    /** Not of an object store, whose client has tried again already. */
    static boolean isWorthAnotherLook(Exception failure) {
        return StorageFailure.in(failure).isEmpty();
    }

    /**
     * What it means that a metadata file could not be read.
     *
     * @param kind table or view, with a capital
     */
    static RuntimeException explained(String kind, TableName name, String location, RuntimeException failure) {
        if (failure instanceof NotFoundException && !isShut(failure.getCause())) {
            return UnreadableTableException.ofLost(kind, name, location, failure);
        }
        if (failure instanceof ValidationException) {
            return new ValidationException(
                    failure,
                    "%s %s cannot be read, it was made in another warehouse: %s (expected: a catalog defined with that"
                            + " warehouse)",
                    kind,
                    name,
                    failure.getMessage());
        }
        if (isDamage(failure)) {
            return UnreadableTableException.ofDamaged(kind, name, location, failure);
        }
        if (isClosed(failure)) {
            // Only the operating system knows why, and its words may have paths of this host.
            log.warn("{} {} cannot be read", kind, name, failure);
            return UnreadableTableException.ofClosed(kind, name, location, failure);
        }
        return failure;
    }

    /** Java has one type for a file that is missing and for one that it may not open, told apart by the last words. */
    private static boolean isShut(@Nullable Throwable cause) {
        String message = cause instanceof FileNotFoundException ? String.valueOf(cause.getMessage()) : "";
        return message.endsWith(")") && !message.endsWith("(No such file or directory)");
    }

    /** The file is there, but its disk, or who may read it, or what it is, keeps it from being read. */
    private static boolean isClosed(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof IOException
                && !(cause instanceof InterruptedIOException || cause instanceof ClosedByInterruptException)
                && StorageFailure.in(failure).isEmpty()
                && !Reachability.isLost(failure);
    }

    /** The file was read, but its text ends too early or is no metadata. */
    private static boolean isDamage(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return failure instanceof IllegalArgumentException
                || cause instanceof JsonProcessingException
                || cause instanceof EOFException
                || cause instanceof ChecksumException
                || cause instanceof ZipException;
    }

    /** What the file is kept by. */
    MetadataCache.File file(String location) {
        return new MetadataCache.File(owner, location);
    }

    @Override
    public void close() {
        cache.forgetAll(owner);
    }
}
