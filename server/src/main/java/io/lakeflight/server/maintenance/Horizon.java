package io.lakeflight.server.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What nobody may be reading any more at one moment.
 *
 * @param now the moment
 * @param unread snapshots that something replaced before this are read by no statement
 * @param unwritten files last changed before this are being written by no statement
 */
record Horizon(Instant now, Instant unread, Instant unwritten) {
    /** Clocks of those who commit differ by less. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /**
     * The horizon of a table.
     *
     * @param usedSince since when there are statements of this server that use the table
     * @param forced whether only those statements count, and not those of others that may be reading
     */
    static Horizon of(Instant now, Floors floors, Optional<Instant> usedSince, boolean forced) {
        Instant ours = usedSince.orElse(now).minus(MARGIN);
        Instant theirs = forced ? now : now.minus(floors.snapshotAge());
        return new Horizon(now, earlier(usedSince.isPresent() ? ours : now, theirs), ours);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
