package io.lakeflight.server.session;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client's session: its current catalog and schema, its settings, and on which engine it is open.
 *
 * <p>The engine holds a Spark session of the same id. What stands here is enough to open that again on another engine
 * when the first one dies; temporary views are lost with it.
 */
public final class Session {
    public static final String DEFAULT_CATALOG = "lake";
    public static final String DEFAULT_SCHEMA = "default";

    private final String id;
    private final String user;
    private final AtomicInteger handles = new AtomicInteger();

    private volatile State state;
    private volatile String engineId = "";
    private volatile boolean attached = true;

    Session(String id, String user, State state) {
        this.id = id;
        this.user = user;
        this.state = state;
    }

    public String id() {
        return id;
    }

    public String user() {
        return user;
    }

    public State state() {
        return state;
    }

    /** What the engine said the session became by a statement. */
    public void update(State changed) {
        state = changed;
    }

    public boolean isOpenOn(String engine) {
        return engineId.equals(engine);
    }

    public void openedOn(String engine) {
        engineId = engine;
    }

    /** The engine to close the session on; empty if none. */
    public String engineId() {
        return engineId;
    }

    /** Whether the client's connection is up; a session without one is kept for a shorter time. */
    boolean isAttached() {
        return attached;
    }

    void attach(boolean connected) {
        attached = connected;
    }

    /** Prepared statements held now. */
    public AtomicInteger handles() {
        return handles;
    }

    /**
     * What statements may change.
     *
     * @param schema parts joined by {@code .}
     * @param settings as by {@code SET}
     */
    public record State(String catalog, String schema, Map<String, String> settings) {
        public State {
            settings = Map.copyOf(settings);
        }

        public State withCatalog(String name) {
            return new State(name, schema, settings);
        }

        public State withSchema(String name) {
            return new State(catalog, name, settings);
        }

        /** A copy with one setting more, or one less if {@code value} is null. */
        public State withSetting(String key, String value) {
            Map<String, String> changed = new TreeMap<>(settings);
            if (value == null) {
                changed.remove(key);
            } else {
                changed.put(key, value);
            }
            return new State(catalog, schema, changed);
        }
    }
}
