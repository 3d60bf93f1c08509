package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.protocol.SessionState;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;

/** One client session: a Spark session of its own in the shared application. */
public final class EngineSession {
    private final String id;
    private final SparkSession spark;
    private final Map<String, String> engineSettings;
    private final SessionCatalogs catalogs;

    EngineSession(String id, SparkSession spark, Map<String, String> engineSettings) {
        this.id = id;
        this.spark = spark;
        this.engineSettings = engineSettings;
        this.catalogs = new SessionCatalogs(spark);
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
        SparkSession.setActiveSession(spark);
        try {
            return body.call();
        } finally {
            SparkSession.clearActiveSession();
        }
    }

    void apply(String catalog, String schema, Map<String, String> settings) {
        settings.forEach((key, value) -> spark.conf().set(key, value));
        CatalogManager catalogs = spark.sessionState().catalogManager();
        if (!catalog.isEmpty()) {
            catalogs.setCurrentCatalog(catalog);
        }
        if (!schema.isEmpty()) {
            catalogs.setCurrentNamespace(schema.split("\\."));
        }
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
