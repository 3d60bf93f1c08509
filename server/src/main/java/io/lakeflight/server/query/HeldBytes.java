package io.lakeflight.server.query;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.util.concurrent.atomic.AtomicLong;

/** What clients make the server keep of texts and parameters, in bytes: no more in all than the limit. */
final class HeldBytes {
    /** What whatever is held takes besides, about. */
    static final int OVERHEAD = 1 << 10;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    HeldBytes(long limit) {
        this.limit = limit;
    }

    /** A claim of nothing yet. */
    Claim claim() {
        return new Claim();
    }

    long total() {
        return held.get();
    }

    private void add(long bytes) {
        if (held.addAndGet(bytes) > limit && bytes > 0) {
            held.addAndGet(-bytes);
            throw new QueryException(
                            ErrorCode.QUEUE_FULL,
                            "The server holds as much of statements and their parameters as it may, %d bytes (limits.max-held-size); try again later"
                                    .formatted(limit))
                    .withSqlState("53200");
        }
    }

    /** One holder's part of the bytes. */
    final class Claim implements AutoCloseable {
        private long bytes;
        private boolean closed;

        /**
         * Changes what the holder keeps.
         *
         * @throws QueryException if there is no room for it; the claim is then what it was
         */
        synchronized void resize(long wanted) {
            if (!closed) {
                add(wanted + OVERHEAD - bytes);
                bytes = wanted + OVERHEAD;
            }
        }

        /** Gives everything back; of no effect the second time. */
        @Override
        public synchronized void close() {
            add(-bytes);
            bytes = 0;
            closed = true;
        }
    }
}
