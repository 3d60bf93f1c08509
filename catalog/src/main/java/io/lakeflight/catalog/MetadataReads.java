package io.lakeflight.catalog;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Reads of tables' metadata files by clients of Iceberg's that look again and again, for half a minute, at one that cannot
 * be read, and do not say whose it is. The files tell of each that is opened.
 */
final class MetadataReads {
    /** How a client says of a table in a directory that its file of a version is not there. */
    private static final Pattern MISSING = Pattern.compile("Metadata file for version (\\d+) is missing");

    /** By thread: a client reads in its caller's. */
    private final Map<Thread, Opened> reading = new ConcurrentHashMap<>();

    /** What one read has opened. */
    private static final class Opened {
        private @Nullable String file;
        private int looks;
    }

    /** The one failure that clients do not try again after. */
    private static final class LookedAgainException extends NotFoundException {
        private LookedAgainException(String file) {
            super("%s cannot be read", file);
        }
    }

    /** @throws NotFoundException if the read at work has seen enough of the file */
    void opening(String file) {
        Opened opened = reading.get(Thread.currentThread());
        if (opened == null || !file.contains(".metadata.json")) {
            return;
        }
        opened.looks = file.equals(opened.file) ? opened.looks + 1 : 1;
        opened.file = file;
        if (opened.looks > 1 + MetadataFiles.OTHER_LOOKS) {
            throw new LookedAgainException(file);
        }
    }

    /**
     * Has a client read a table's metadata.
     *
     * @throws UnreadableTableException if its file is lost or damaged
     */
    @Nullable
    TableMetadata table(TableName name, FileIO files, Supplier<@Nullable TableMetadata> client) {
        Opened opened = new Opened();
        reading.put(Thread.currentThread(), opened);
        try {
            return client.get();
        } catch (RuntimeException e) {
            reading.remove(Thread.currentThread());
            throw explained(name, opened.file, e instanceof LookedAgainException ? cause(files, opened, e) : e);
        } finally {
            reading.remove(Thread.currentThread());
        }
    }

    /** What the client has kept to itself while it tried again. */
    private static RuntimeException cause(FileIO files, Opened opened, RuntimeException last) {
        try {
            TableMetadataParser.read(files, Objects.requireNonNullElse(opened.file, ""));
            return last;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static RuntimeException explained(TableName name, @Nullable String file, RuntimeException failure) {
        Matcher missing = MISSING.matcher(Objects.requireNonNullElse(failure.getMessage(), ""));
        if (failure instanceof ValidationException && missing.find()) {
            return UnreadableTableException.ofLost(
                    "Table", name, "v%s.metadata.json".formatted(missing.group(1)), failure);
        }
        if (file == null) {
            return failure;
        }
        return failure instanceof ValidationException
                ? UnreadableTableException.ofDamaged("Table", name, file, failure)
                : MetadataFiles.explained("Table", name, file, failure);
    }
}
