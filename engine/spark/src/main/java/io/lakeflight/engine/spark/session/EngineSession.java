package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.protocol.SessionState;
import io.lakeflight.engine.spark.EngineCatalog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;

/** One client session: a Spark session of its own in the shared application. */
public final class EngineSession {
    private final String id;
    private final SparkSession spark;
    private final Map<String, String> engineSettings;
    private final SessionCatalogs catalogs;
    private final Duration idleTimeout;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile long lastCall = System.nanoTime();

    /** @param idleTimeout zero for a session that never expires */
    EngineSession(String id, SparkSession spark, Map<String, String> engineSettings, Duration idleTimeout) {
        this.id = id;
        this.spark = spark;
        this.engineSettings = engineSettings;
        this.catalogs = new SessionCatalogs(spark);
        this.idleTimeout = idleTimeout;
    }

    public String id() {
        return id;
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
        try {
            return body.call();
        } finally {
            SparkSession.clearActiveSession();
            lastCall = System.nanoTime();
            calls.decrementAndGet();
        }
    }

    boolean isExpired() {
        return !idleTimeout.isZero() && calls.get() == 0 && System.nanoTime() - lastCall > idleTimeout.toNanos();
    }

    void apply(OpenSession request) {
        request.getSettingsMap().forEach((key, value) -> spark.conf().set(key, value));
        if (isRemoved(request)) {
            return;
        }
        CatalogManager catalogs = spark.sessionState().catalogManager();
        if (!request.getCatalog().isEmpty()) {
            catalogs.setCurrentCatalog(request.getCatalog());
        }
        if (!request.getSchema().isEmpty()) {
            String[] namespace = request.getSchema().split("\\.");
            if (request.getReopened() && catalogs.currentCatalog() instanceof EngineCatalog catalog) {
                // Dropped since or not, it is the session's schema until the session says USE.
                catalog.assumingNamespaces(() -> catalogs.setCurrentNamespace(namespace));
            } else {
                catalogs.setCurrentNamespace(namespace);
            }
        }
    }

    /** A session whose catalog was removed goes on in the one sessions start in; else not even USE would work. */
    private static boolean isRemoved(OpenSession request) {
        return request.getReopened()
                && !request.getCatalogsMap().isEmpty()
                && !request.getCatalogsMap().containsKey(request.getCatalog());
    }

    /** What SET and USE have made of this session. */
    public SessionState state() {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        SessionState.Builder state = SessionState.newBuilder()
                .setCatalog(catalogs.currentCatalog().name())
                .setSchema(String.join(".", catalogs.currentNamespace()));
        Map<String, String> settings = spark.sessionState().conf().settings();
        synchronized (settings) {
            settings.forEach((key, value) -> {
                if (!value.equals(engineSettings.get(key)) && !SessionCatalogs.isDefinition(key)) {
                    state.putSettings(key, value);
                }
            });
        }
        return state.build();
    }
}
