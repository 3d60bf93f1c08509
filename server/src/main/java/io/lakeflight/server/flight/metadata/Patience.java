package io.lakeflight.server.flight.metadata;

import java.time.Duration;
import java.util.function.Function;

/** How long one answer still waits for one catalog; the time that its reader takes for the rows does not count. */
final class Patience {
    private long nanos;

    Patience(Duration whole) {
        nanos = whole.toNanos();
    }

    /** Does what waits for the catalog. */
    <T> T spend(Function<Deadline, T> work) {
        long begun = System.nanoTime();
        try {
            return work.apply(new Deadline(begun + nanos));
        } finally {
            nanos -= System.nanoTime() - begun;
        }
    }

    /** When it ends, for work that several threads do. */
    record Deadline(long at) {
        /** Never negative. */
        Duration left() {
            return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
        }
    }
}
