package io.lakeflight.catalog;

import java.util.Objects;
import org.apache.iceberg.exceptions.NotFoundException;

/** A table or view that is there but whose metadata file is damaged; only its storage can be repaired. */
public final class UnreadableTableException extends NotFoundException {
    /** The place of the file is not told, its name is: it may be a path of this host. */
    UnreadableTableException(String kind, String name, String metadataFile, RuntimeException cause) {
        super(
                cause,
                "%s %s cannot be read: its metadata file %s is damaged",
                kind,
                name,
                metadataFile.substring(metadataFile.lastIndexOf('/') + 1));
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
