package io.lakeflight.server.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Which engines may change the catalogs. Every change an engine asks of this server is made in a {@link Passage}, so
 * that an engine can be shut out for good.
 *
 * <p>To kill an engine's process is not enough to know what it did: a commit it has sent goes on in this server. Only
 * when {@link #revoke} has returned true does nothing more come of an engine, and its commits can be looked for.
 */
public final class EngineFence {
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    /**
     * Lets an engine change the catalogs until it is revoked.
     *
     * @param engineId names one process, never another one
     * @param token known to that process and this server only
     */
    public void admit(String engineId, String token) {
        gates.put(engineId, new Gate(token.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether the token is the one this server gave that engine, and the engine was not revoked. */
    public boolean isGenuine(String engineId, String token) {
        Gate gate = gates.get(engineId);
        return gate != null
                && !gate.closed
                && MessageDigest.isEqual(gate.token, token.getBytes(StandardCharsets.UTF_8));
    }

    /** The right to make one change, held until it is made; empty if the engine was revoked or never admitted. */
    public Optional<Passage> enter(String engineId) {
        Gate gate = gates.get(engineId);
        return gate == null ? Optional.empty() : gate.enter();
    }

    /** Refuses all further changes of an engine and waits for those being made; false if they last longer. */
    public boolean revoke(String engineId, Duration patience) {
        Gate gate = gates.get(engineId);
        if (gate == null) {
            return true;
        }
        boolean empty = gate.close(patience);
        if (empty) {
            gates.remove(engineId, gate);
        }
        return empty;
    }

    /** A change being made. */
    public interface Passage extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Gate {
        private static final int WIDTH = Integer.MAX_VALUE;

        private final Semaphore room = new Semaphore(WIDTH);
        private final byte[] token;
        private volatile boolean closed;

        Gate(byte[] token) {
            this.token = token;
        }

        Optional<Passage> enter() {
            if (!room.tryAcquire()) {
                return Optional.empty();
            }
            // Asked after a place was taken: whoever closes the gate either is seen here or waits for that place.
            if (closed) {
                room.release();
                return Optional.empty();
            }
            return Optional.of(room::release);
        }

        boolean close(Duration patience) {
            closed = true;
            try {
                if (!room.tryAcquire(WIDTH, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            room.release(WIDTH);
            return true;
        }
    }
}
