package io.lakeflight.server.session;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Where a session stands between its first call and its end.
 *
 * <p>A session is awake from its first statement on, which is when it takes one of the places there are. It rests, and
 * gives its place back, when it has neither a statement at work nor a connection; its next statement wakes it. Once
 * closed it stays closed.
 */
final class SessionLife {
    private final Semaphore places;
    private final LongSupplier nanoTime;

    private final long opened;
    private long lastUse;
    private int connections;
    private int statements;
    private boolean awake;
    private boolean closed;

    SessionLife(Semaphore places, LongSupplier nanoTime) {
        this.places = places;
        this.nanoTime = nanoTime;
        this.opened = nanoTime.getAsLong();
        this.lastUse = opened;
    }

    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - opened);
    }

    /** For how long nobody has used it. */
    synchronized Duration idleFor() {
        return statements > 0 ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - lastUse);
    }

    /** Those at work now. */
    synchronized int statements() {
        return statements;
    }

    synchronized void touch() {
        lastUse = nanoTime.getAsLong();
    }

    synchronized void attach() {
        connections++;
    }

    synchronized void detach() {
        connections--;
        lastUse = nanoTime.getAsLong();
    }

    /** A statement begins; the session is awake from here on. */
    synchronized void enter() {
        if (closed) {
            throw expired();
        }
        if (!awake && !places.tryAcquire()) {
            throw new QueryException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "As many sessions are open as may be (sessions.max-sessions); try again later");
        }
        awake = true;
        statements++;
    }

    synchronized void leave() {
        statements--;
        lastUse = nanoTime.getAsLong();
    }

    /** Rests if nobody has been there for so long; false if not. */
    synchronized boolean restAfter(Duration absence) {
        if (!awake || !isAway() || !isUnusedFor(absence)) {
            return false;
        }
        fallAsleep();
        return true;
    }

    /** Closes if nobody has used it for so long; false if not. */
    synchronized boolean closeAfter(Duration idle) {
        return statements == 0 && isUnusedFor(idle) && close();
    }

    /** Closes if it rests, or never woke, and nobody is there; false if not. */
    synchronized boolean closeIfAway() {
        return !awake && isAway() && close();
    }

    /** False if it is closed already. */
    synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        if (awake) {
            fallAsleep();
        }
        return true;
    }

    private void fallAsleep() {
        awake = false;
        places.release();
    }

    private boolean isAway() {
        return statements == 0 && connections == 0;
    }

    private boolean isUnusedFor(Duration time) {
        return nanoTime.getAsLong() - lastUse >= time.toNanos();
    }

    synchronized long lastUse() {
        return lastUse;
    }

    synchronized boolean isAwake() {
        return awake;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    static QueryException expired() {
        return new QueryException(
                ErrorCode.UNKNOWN_SESSION,
                "The session was closed, has expired, or the server was restarted; connect again");
    }
}
