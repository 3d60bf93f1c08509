package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.spark.error.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.catalyst.CurrentUserContext;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.command.SetCommand;
import org.jspecify.annotations.Nullable;

/** One client session: a Spark session of its own in the shared application. */
public final class EngineSession {
    /** The server's limit, among the engine's own properties. */
    private static final String MOST_SETTINGS = "spark.lakeflight.max-session-settings";

    /** What {@code current_user()} is in a session nobody named a user for. */
    private static final String ANONYMOUS = "anonymous";

    private final String id;
    private final String user;
    private final SparkSession spark;
    private final Map<String, String> engineSettings;
    /** As told when it was opened: set by the client, though they may be this engine's own. */
    private final Map<String, String> carriedSettings;

    private final SessionCatalogs catalogs;
    private final Duration idleTimeout;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile long lastCall = System.nanoTime();

    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Temporaries temporaries;
    private volatile @Nullable SessionContext context;

    /** @param changes how many there had been, and how many had begun, before this was looked at */
    private record Temporaries(long changes, boolean areThere) {}

    EngineSession(OpenSession request, SparkSession spark, Map<String, String> engineSettings) {
        this.id = request.getSessionId();
        this.user = request.getUser().isEmpty() ? ANONYMOUS : request.getUser();
        this.spark = spark;
        this.engineSettings = engineSettings;
        this.carriedSettings = Map.copyOf(request.getSettingsMap());
        this.catalogs = new SessionCatalogs(spark);
        this.idleTimeout = Duration.ofSeconds(request.getIdleTimeoutSeconds());
    }

    public String id() {
        return id;
    }

    /** Who {@code current_user()} is. */
    public String user() {
        return user;
    }

    public SparkSession spark() {
        return spark;
    }

    /** Makes the session know the server's catalogs, by name and version; to be called before each statement. */
    public void define(Map<String, String> versions) {
        catalogs.define(versions);
    }

    /** Runs with this session active on the calling thread and leaves no trace of it on the thread. */
    public <T> T call(Callable<T> body) throws Exception {
        calls.incrementAndGet();
        SparkSession.setActiveSession(spark);
        // Without it, current_user() is who runs the engine's process.
        CurrentUserContext.CURRENT_USER().set(user);
        try {
            return body.call();
        } finally {
            CurrentUserContext.CURRENT_USER().remove();
            SparkSession.clearActiveSession();
            lastCall = System.nanoTime();
            calls.decrementAndGet();
        }
    }

    /** As {@link #call}, of what may make or drop temporary views, functions or variables. */
    public <T> T change(Callable<T> body) throws Exception {
        changes.incrementAndGet();
        try {
            return call(body);
        } finally {
            changes.incrementAndGet();
        }
    }

    boolean isExpired() {
        return !idleTimeout.isZero() && calls.get() == 0 && System.nanoTime() - lastCall > idleTimeout.toNanos();
    }

    void apply(OpenSession request) {
        request.getSettingsMap().forEach((key, value) -> spark.conf().set(key, value));
        if (isRemoved(request)) {
            catalogs.stayIn(request.getCatalog(), levels(request));
            return;
        }
        if (request.getReopened()
                && !request.getCatalog().isEmpty()
                && !request.getSchema().isEmpty()) {
            catalogs.enter(request.getCatalog(), levels(request));
            return;
        }
        CatalogManager manager = spark.sessionState().catalogManager();
        if (!request.getCatalog().isEmpty()) {
            manager.setCurrentCatalog(request.getCatalog());
        }
        if (!request.getSchema().isEmpty()) {
            manager.setCurrentNamespace(levels(request));
        }
    }

    private static String[] levels(OpenSession request) {
        return request.getSchema().split("\\.");
    }

    /** Whether the server has forgotten the catalog that the session was in when it was open before. */
    private static boolean isRemoved(OpenSession request) {
        return request.getReopened()
                && !request.getCatalogsMap().isEmpty()
                && !request.getCatalogsMap().containsKey(request.getCatalog());
    }

    /** All settings as they are now, the engine's own among them. */
    public SortedMap<String, String> settings() {
        Map<String, String> settings = spark.sessionState().conf().settings();
        synchronized (settings) {
            return new TreeMap<>(settings);
        }
    }

    /** What SET and USE have made of this session. */
    public SessionState state() {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        SessionState.Builder state = SessionState.newBuilder()
                .setCatalog(catalogs.currentCatalog().name())
                .setSchema(String.join(".", catalogs.currentNamespace()))
                // Told of while a change is going on.
                .setTemporary(areTemporariesThere());
        settings().forEach((key, value) -> {
            boolean isOwn = value.equals(engineSettings.get(key)) && !value.equals(carriedSettings.get(key));
            if (!isOwn && !SessionCatalogs.isDefinition(key)) {
                state.putSettings(key, value);
            }
        });
        return state.build();
    }

    /**
     * To be asked before a setting is made: the server holds all of them, and every engine that opens the session.
     *
     * @throws EngineException if it is one more than a session may have
     */
    public void requireRoomFor(SetCommand set) {
        boolean isChoice = set.kv().isDefined() && set.kv().get()._2().isDefined();
        if (!isChoice) {
            return;
        }
        int most = spark.sparkContext().getConf().getInt(MOST_SETTINGS, Integer.MAX_VALUE);
        Map<String, String> settings = state().getSettingsMap();
        if (settings.size() >= most && !settings.containsKey(set.kv().get()._1())) {
            throw EngineException.user(
                    "TOO_MANY_SETTINGS",
                    "54000",
                    ("The session has %d settings, and cannot have %s as well (expected: at most %d, see"
                                    + " sessions.max-settings; RESET one)")
                            .formatted(settings.size(), set.kv().get()._1(), most));
        }
    }

    /** What it is now. Hashed once for as long as it stays so, which is quickly seen: settings left alone are the same objects. */
    public SessionContext context() {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        List<String> place = new ArrayList<>();
        place.add(catalogs.currentCatalog().name());
        place.addAll(List.of(catalogs.currentNamespace()));
        Map<String, String> settings = spark.sessionState().conf().settings();
        SessionContext last = context;
        synchronized (settings) {
            if (last != null && last.place().equals(place) && last.settings().equals(settings)) {
                return last;
            }
            last = SessionContext.of(user, place, settings);
        }
        context = last;
        return last;
    }

    /** Whether it has temporary views, functions or variables: those are nowhere but here. */
    public boolean hasTemporaries() {
        // Spark looks at each function that there is, of which there are hundreds.
        long now = changes.get();
        Temporaries known = temporaries;
        if (known == null || known.changes() != now) {
            known = new Temporaries(now, areTemporariesThere());
            temporaries = known;
        }
        return known.areThere();
    }

    private boolean areTemporariesThere() {
        SessionCatalog names = spark.sessionState().catalog();
        return names.getTempViewNames().nonEmpty()
                || names.listTemporaryFunctions().nonEmpty()
                || !spark.sessionState().catalogManager().tempVariableManager().isEmpty();
    }
}
