package io.lakeflight.catalog;

import java.util.Objects;
import org.apache.iceberg.exceptions.NotFoundException;

/** A table that is there but whose metadata file is damaged; only its storage can be repaired. */
public final class UnreadableTableException extends NotFoundException {
    /** The place of the file is not told, its name is: it may be a path of this host. */
    UnreadableTableException(String table, String metadataFile, RuntimeException cause) {
        super(
                cause,
                "Table %s cannot be read: its metadata file %s is damaged",
                table,
                metadataFile.substring(metadataFile.lastIndexOf('/') + 1));
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
