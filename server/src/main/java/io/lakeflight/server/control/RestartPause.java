package io.lakeflight.server.control;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait before an engine is started in place of one that has ended: not at all, unless it could not be started,
 * or several have died young in a row. Then longer each time, so that a plane that cannot work leaves the machine to others.
 */
final class RestartPause {
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int REPLACED_AT_ONCE = 3;

    private final LongSupplier nanoTime;

    private long startedAt;
    private int inRow;
    private boolean failed;
    private boolean idle;

    RestartPause(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void engineStarts() {
        startedAt = nanoTime.getAsLong();
        failed = false;
        idle = false;
    }

    void startFailed() {
        failed = true;
    }

    void engineWasIdle() {
        idle = true;
    }

    Duration engineEnded() {
        boolean grewOld = nanoTime.getAsLong() - startedAt >= YOUNG.toNanos();
        if (idle || (grewOld && !failed)) {
            inRow = 0;
            return Duration.ZERO;
        }
        inRow++;
        int tries = failed ? inRow : inRow - REPLACED_AT_ONCE;
        return tries <= 0 ? Duration.ZERO : min(Duration.ofSeconds(1L << Math.min(tries, 5)), LONGEST);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
