package io.lakeflight.server.session;

import io.lakeflight.planner.standard.Dialect;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client's session: its current catalog and schema, its settings, and on which engines it is open.
 *
 * <p>An engine holds a Spark session of the same id. What stands here is enough to open that again: on an engine of
 * another data plane, on the next one when an engine dies, and when the client comes back after the session has rested.
 * Temporary views are lost with an engine, and a session that has some neither rests nor leaves its data plane.
 */
public final class Session {
    public static final String DEFAULT_CATALOG = "lake";
    public static final String DEFAULT_SCHEMA = "default";

    private final String id;
    private final String user;
    private final Names names;
    private final SessionLife life;
    private final AtomicInteger handles = new AtomicInteger();

    private volatile State state = new State(DEFAULT_CATALOG, DEFAULT_SCHEMA, Map.of());
    private volatile String client = "";
    private volatile boolean begun;
    private volatile Optional<String> dataPlane = Optional.empty();
    private volatile Dialect dialect = Dialect.STANDARD;
    private volatile LaneChoice lane = LaneChoice.DEFAULTS;
    private final SessionEngines engines = new SessionEngines();
    private final AtomicLong unseen = new AtomicLong();

    Session(String id, String user, Names names, SessionLife life) {
        this.id = id;
        this.user = user;
        this.names = names;
        this.life = life;
    }

    public String id() {
        return id;
    }

    public String user() {
        return user;
    }

    /** The application that opened the session, as it calls itself; empty if it does not. */
    public String client() {
        return client;
    }

    /** Names the session to a client that keeps cookies. */
    public String cookie() {
        return names.cookie();
    }

    /** Names the session, and its user, to a client that sends it as a bearer token. */
    public String token() {
        return names.token();
    }

    /**
     * Sets where the session starts; of no effect if it was set before.
     *
     * @throws QueryException if there is no such dialect, or another choice is none
     */
    synchronized void begin(Map<String, String> defaults) {
        if (!begun) {
            chooseDialect(Optional.ofNullable(defaults.get("dialect")));
            chooseFastLane(Optional.ofNullable(defaults.get("fast_lane")));
            chooseApproximateDoubles(Optional.ofNullable(defaults.get("approximate_doubles")));
            state = new State(
                    defaults.getOrDefault("catalog", DEFAULT_CATALOG),
                    defaults.getOrDefault("schema", DEFAULT_SCHEMA),
                    Map.of());
            client = defaults.getOrDefault("client", "");
            dataPlane = Optional.ofNullable(defaults.get("data_plane"));
            begun = true;
        }
    }

    boolean hasBegun() {
        return begun;
    }

    public State state() {
        return state;
    }

    /** What an engine said the session became by a statement, or what a client has set it to. */
    public void update(State changed) {
        state = changed;
    }

    /** The data plane the client wants its statements to run on; it may not exist. */
    public Optional<String> dataPlane() {
        return dataPlane;
    }

    public void chooseDataPlane(Optional<String> name) {
        dataPlane = name;
    }

    /** In which the client writes its statements. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Chooses the dialect of the statements that are sent from here on; empty for the one that sessions have.
     *
     * @throws QueryException if there is none of that name
     */
    public void chooseDialect(Optional<String> name) {
        dialect = name.map(Session::dialect).orElse(Dialect.STANDARD);
    }

    private static Dialect dialect(String name) {
        return Dialect.of(name)
                .orElseThrow(() -> new QueryException(
                        ErrorCode.INVALID_SESSION_OPTION,
                        "There is no dialect \"%s\" (expected: standard or spark)".formatted(name)));
    }

    /** In which lanes its queries may be answered. */
    public LaneChoice lane() {
        return lane;
    }

    /** @throws QueryException if there is no such choice; empty is what sessions have */
    public synchronized void chooseFastLane(Optional<String> value) {
        lane = lane.withFastLane(value);
    }

    /** @throws QueryException if there is no such choice; empty is what sessions have */
    public synchronized void chooseApproximateDoubles(Optional<String> value) {
        lane = lane.withApproximateDoubles(value);
    }

    /** Where the session is open. */
    public SessionEngines engines() {
        return engines;
    }

    /** A statement may have changed what {@link State} does not tell. */
    public void changeUnseen() {
        unseen.incrementAndGet();
    }

    /** Counts changes of the session that {@link #state} may not tell. */
    public long unseenChanges() {
        return unseen.get();
    }

    /**
     * To be held while a statement of the session is at work: meanwhile the session does not expire.
     *
     * @throws io.lakeflight.server.error.QueryException if the session is closed, or too many are open to wake it
     */
    public Use use() {
        life.enter();
        return life::leave;
    }

    /** A call came, or a statement of the session is of use to somebody. */
    public void touch() {
        life.touch();
    }

    /** One more connection uses the session. */
    public void attach() {
        life.attach();
    }

    /** A connection that used the session has ended. */
    public void detach() {
        life.detach();
    }

    /** False while the session rests, and when it is closed: then no engine is to hold it. */
    public boolean isAwake() {
        return life.isAwake();
    }

    public boolean isClosed() {
        return life.isClosed();
    }

    /** Whether {@link #state} tells all there is to know of the session. */
    public boolean isRepeatable() {
        return !engines.holdsAnything();
    }

    /** How long ago it was opened. */
    public Duration age() {
        return life.age();
    }

    /** For how long nobody has used it. */
    public Duration idleFor() {
        return life.idleFor();
    }

    /** Its statements at work now. */
    public int statements() {
        return life.statements();
    }

    SessionLife life() {
        return life;
    }

    /** Prepared statements held now. */
    public AtomicInteger handles() {
        return handles;
    }

    /** Ends when a statement has done its work. */
    public interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /** By what clients name the session; neither can be guessed. */
    record Names(String cookie, String token) {}

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

        public State withSetting(String name, String value) {
            Map<String, String> changed = new HashMap<>(settings);
            changed.put(name, value);
            return withSettings(changed);
        }

        public State withoutSetting(String name) {
            Map<String, String> changed = new HashMap<>(settings);
            changed.remove(name);
            return withSettings(changed);
        }

        public State withSettings(Map<String, String> changed) {
            return new State(catalog, schema, changed);
        }
    }
}
