package io.lakeflight.server.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * On which engines one session is open.
 *
 * <p>What {@link Session.State} does not tell, such as a temporary view, is on one engine only, which is then the session's
 * home: its statements run there and nowhere else. So does whatever may give the session something to hold, one engine at a
 * time.
 */
public final class SessionEngines {
    private final Map<String, Opening> openings = new HashMap<>();
    /** By data plane, the engine that was last asked there. */
    private final Map<String, String> lastUsed = new HashMap<>();

    private boolean opened;
    /** The plane that holds something, or where statements may be giving the session something to hold. */
    private String home = "";
    /** The engine of that plane; empty as long as none is chosen. */
    private String homeEngine = "";

    private boolean holding;
    private int changes;

    /**
     * A session as an engine holds it.
     *
     * @param state as it is there
     */
    public record Opening(String plane, String engineId, Session.State state) {}

    /** How the session is open on an engine, which may be gone. */
    public synchronized Optional<Opening> on(String engineId) {
        return Optional.ofNullable(openings.get(engineId));
    }

    /** Wherever the session is open. */
    public synchronized List<Opening> all() {
        return List.copyOf(openings.values());
    }

    /** The engine of a data plane that had the session last; it may be gone. */
    public synchronized Optional<String> lastUsed(String plane) {
        return Optional.ofNullable(lastUsed.get(plane));
    }

    /** An engine has accepted the session's state, or changed it by a statement. */
    public synchronized void opened(Opening opening) {
        openings.put(opening.engineId(), opening);
        lastUsed.put(opening.plane(), opening.engineId());
        opened = true;
    }

    public synchronized void closed(String engineId) {
        openings.remove(engineId);
    }

    /** Forgets engines that are gone. */
    public synchronized void retain(Predicate<String> isThere) {
        openings.keySet().removeIf(isThere.negate());
    }

    /** The server itself has looked that the session's state is one an engine accepts. */
    public synchronized void accepted() {
        opened = true;
    }

    /** Whether an engine has accepted the session's state before, or would have: then what was dropped since is kept. */
    public synchronized boolean wasOpened() {
        return opened;
    }

    /** The data plane that has what the session's state does not tell. */
    public synchronized Optional<String> home() {
        return holding ? Optional.of(home) : Optional.empty();
    }

    /** The engine of a plane that has what the session's state does not tell, or may be about to. */
    public synchronized Optional<String> homeEngine(String plane) {
        return home.equals(plane) && !homeEngine.isEmpty() ? Optional.of(homeEngine) : Optional.empty();
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

    /**
     * The engine on which a change that has begun is to be made: that one, unless another is the session's home, or others
     * change it there.
     *
     * @param isThere whether an engine is not gone
     */
    public synchronized String changesOn(String engineId, Predicate<String> isThere) {
        if (homeEngine.isEmpty() || (!holding && !isThere.test(homeEngine))) {
            homeEngine = engineId;
        }
        return isThere.test(homeEngine) ? homeEngine : engineId;
    }

    /** The statement has ended; its engine remains the session's home if it holds something. */
    public synchronized void endChange() {
        changes--;
        leaveIfFree();
    }

    /** @param held whether the session has what its state does not tell on that engine */
    public synchronized void hold(String plane, String engineId, boolean held) {
        if (held) {
            home = plane;
            homeEngine = engineId;
        }
        if (homeEngine.equals(engineId)) {
            holding = held;
            leaveIfFree();
        }
    }

    /**
     * Whether something was lost of what the session's home held; true once.
     *
     * @param engineId the engine that does not have the session
     * @param isThere whether an engine is not gone
     */
    public synchronized boolean takeLoss(String engineId, Predicate<String> isThere) {
        boolean lost = holding && (homeEngine.equals(engineId) || !isThere.test(homeEngine));
        if (lost) {
            holding = false;
            homeEngine = "";
            leaveIfFree();
        }
        return lost;
    }

    private void leaveIfFree() {
        if (!holding && changes == 0) {
            home = "";
            homeEngine = "";
        }
    }
}
