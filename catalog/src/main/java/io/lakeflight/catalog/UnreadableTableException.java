package io.lakeflight.catalog;

import java.util.Objects;
import org.apache.iceberg.exceptions.NotFoundException;

/** A table or view that is there but whose metadata file is lost, damaged or out of reach; only its storage can be repaired. */
public final class UnreadableTableException extends NotFoundException {
    private final boolean isLost;
    private final boolean nothingDone;

    private enum State {
        LOST("is missing"),
        DAMAGED("is damaged"),
        CLOSED("cannot be opened or read");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }

    /** The place of the file is not told, its name is: it may be a path of this host. */
    private UnreadableTableException(
            String kind, TableName name, String metadataFile, State state, RuntimeException cause) {
        super(
                cause,
                "%s %s cannot be read: its metadata file %s %s",
                kind,
                name,
                metadataFile.substring(metadataFile.lastIndexOf('/') + 1),
                state.text);
        this.isLost = state == State.LOST;
        this.nothingDone = true;
    }

    private UnreadableTableException(UnreadableTableException read) {
        super(read.getCause(), "%s", read.getMessage());
        this.isLost = read.isLost;
        this.nothingDone = false;
    }

    static UnreadableTableException ofLost(String kind, TableName name, String metadataFile, RuntimeException cause) {
        return new UnreadableTableException(kind, name, metadataFile, State.LOST, cause);
    }

    static UnreadableTableException ofDamaged(
            String kind, TableName name, String metadataFile, RuntimeException cause) {
        return new UnreadableTableException(kind, name, metadataFile, State.DAMAGED, cause);
    }

    /** Of one that is there, and cannot be opened or read to its end. */
    static UnreadableTableException ofClosed(String kind, TableName name, String metadataFile, RuntimeException cause) {
        return new UnreadableTableException(kind, name, metadataFile, State.CLOSED, cause);
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
