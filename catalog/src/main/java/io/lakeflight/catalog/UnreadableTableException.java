package io.lakeflight.catalog;

import java.util.Objects;
import org.apache.iceberg.exceptions.NotFoundException;

/** A table or view that is there but whose metadata file is lost or damaged; only its storage can be repaired. */
public final class UnreadableTableException extends NotFoundException {
    private final boolean isLost;
    private final boolean nothingDone;

    /** The place of the file is not told, its name is: it may be a path of this host. */
    private UnreadableTableException(
            String kind, TableName name, String metadataFile, boolean isLost, RuntimeException cause) {
        super(
                cause,
                "%s %s cannot be read: its metadata file %s is %s",
                kind,
                name,
                metadataFile.substring(metadataFile.lastIndexOf('/') + 1),
                isLost ? "missing" : "damaged");
        this.isLost = isLost;
        this.nothingDone = true;
    }

    private UnreadableTableException(UnreadableTableException read) {
        super(read.getCause(), "%s", read.getMessage());
        this.isLost = read.isLost;
        this.nothingDone = false;
    }

    static UnreadableTableException ofLost(String kind, TableName name, String metadataFile, RuntimeException cause) {
        return new UnreadableTableException(kind, name, metadataFile, true, cause);
    }

    static UnreadableTableException ofDamaged(
            String kind, TableName name, String metadataFile, RuntimeException cause) {
        return new UnreadableTableException(kind, name, metadataFile, false, cause);
    }

    /** The same, met after what was asked for may have been done. */
    UnreadableTableException afterChange() {
        return new UnreadableTableException(this);
    }

    /** Whether it is sure that what was asked for has had no effect. */
    public boolean hasDoneNothing() {
        return nothingDone;
    }

    /** Whether the file is not there. */
    public boolean isLost() {
        return isLost;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
