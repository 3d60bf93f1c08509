package io.lakeflight.server.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * On which engines one session is open: on one of each data plane at most.
 *
 * <p>What {@link Session.State} does not tell, such as a temporary view, is on one plane only, which is then the
 * session's home: its statements run there and nowhere else.
 */
public final class SessionEngines {
    private final Map<String, Opening> openings = new HashMap<>();
    private boolean opened;
    /** The plane that holds something, or where statements may be giving the session something to hold. */
    private String home = "";

    private boolean holding;
    private int changes;

    /**
     * A session as an engine holds it.
     *
     * @param state as it is there
     */
    public record Opening(String engineId, Session.State state) {}

    /** How the session is open on a data plane; the engine may be gone. */
    public synchronized Optional<Opening> on(String plane) {
        return Optional.ofNullable(openings.get(plane));
    }

    /** By data plane, wherever the session is open. */
    public synchronized Map<String, Opening> all() {
        return Map.copyOf(openings);
    }

    /** An engine has accepted the session's state, or changed it by a statement. */
    public synchronized void opened(String plane, Opening opening) {
        openings.put(plane, opening);
        opened = true;
    }

    public synchronized void closed(String plane) {
        openings.remove(plane);
    }

    /** Whether an engine has accepted the session's state before. */
    public synchronized boolean wasOpened() {
        return opened;
    }

    /** The data plane that has what the session's state does not tell. */
    public synchronized Optional<String> home() {
        return holding ? Optional.of(home) : Optional.empty();
    }

    /** Whether the session has what its state does not tell: only its home has it. */
    public synchronized boolean holdsAnything() {
        return holding;
    }

    /**
     * To be called before a statement changes the session on a plane, for nothing may change it on two of them. Returns
     * the other plane if the session has its home there, or is being changed there; then nothing has begun.
     */
    public synchronized Optional<String> beginChange(String plane) {
        if (!home.isEmpty() && !home.equals(plane)) {
            return Optional.of(home);
        }
        home = plane;
        changes++;
        return Optional.empty();
    }

    /** The statement has ended; the plane remains the session's home if it holds something. */
    public synchronized void endChange() {
        changes--;
        leaveIfFree();
    }

    /** @param held whether the session has what its state does not tell on that plane */
    public synchronized void hold(String plane, boolean held) {
        if (held) {
            home = plane;
        }
        if (home.equals(plane)) {
            holding = held;
            leaveIfFree();
        }
    }

    /** Whether something was lost with the engine of that plane that held it; true once. */
    public synchronized boolean takeLoss(String plane) {
        boolean lost = holding && home.equals(plane);
        if (lost) {
            holding = false;
            leaveIfFree();
        }
        return lost;
    }

    private void leaveIfFree() {
        if (!holding && changes == 0) {
            home = "";
        }
    }
}
