package io.lakeflight.catalog;

import java.util.Objects;
import org.apache.iceberg.exceptions.NotFoundException;

/** A table or view that is there but whose metadata file is lost, damaged or out of reach; only its storage can be repaired. */
public final class UnreadableTableException extends NotFoundException {
    private final boolean isLost;

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
