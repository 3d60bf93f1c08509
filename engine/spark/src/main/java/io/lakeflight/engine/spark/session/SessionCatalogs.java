package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.spark.EngineCatalog;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;

/** The server's catalogs as one Spark session knows them; made the same as the server's before each statement. */
final class SessionCatalogs {
    private static final String PREFIX = "spark.sql.catalog.";

    private final SparkSession spark;
    private Map<String, String> known = Map.of();
    /** Catalogs the session is in, or has been, and that were removed since. */
    private final Set<String> removed = new HashSet<>();

    SessionCatalogs(SparkSession spark) {
        this.spark = spark;
    }

    /** Whether a setting defines a catalog, which is for the server to do. */
    static boolean isDefinition(String setting) {
        return setting.startsWith(PREFIX);
    }

    /** @param versions by name; none means that this engine was started with its catalogs */
    synchronized void define(Map<String, String> versions) {
        RuntimeConfig conf = spark.conf();
        if (versions.isEmpty() || (versions.equals(known) && isSet(conf))) {
            return;
        }
        Map<String, String> outdated = new TreeMap<>(known);
        outdated.entrySet().removeIf(entry -> entry.getValue().equals(versions.get(entry.getKey())));
        outdated.keySet().forEach(name -> undefine(conf, name));
        versions.forEach((name, version) -> {
            if (!version.equals(known.get(name)) || !isSet(conf, name)) {
                EngineCatalog.settings(name, conf.get(EngineCatalog.URI_SETTING), version)
                        .forEach(conf::set);
            }
        });
        boolean isBack = removed.removeAll(versions.keySet());
        if (!outdated.isEmpty() || isBack) {
            forgetLoaded(versions);
        }
        known = Map.copyOf(versions);
    }

    /** RESET takes all settings of a session back, these too. */
    private boolean isSet(RuntimeConfig conf) {
        return known.keySet().stream().allMatch(name -> isSet(conf, name));
    }

    private boolean isSet(RuntimeConfig conf, String name) {
        return conf.get(PREFIX + name + ".version", "").equals(known.get(name));
    }

    private static void undefine(RuntimeConfig conf, String name) {
        EngineCatalog.settings(name, "", "").keySet().forEach(conf::unset);
    }

    /** Spark keeps what it has loaded by name, and can only forget all of it. */
    private void forgetLoaded(Map<String, String> versions) {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        String current = catalogs.currentCatalog().name();
        String[] namespace = catalogs.currentNamespace();
        catalogs.reset();
        if (versions.containsKey(current)) {
            enter(current, namespace);
        } else if (known.containsKey(current) || removed.contains(current)) {
            stayIn(current, namespace);
        }
    }

    /** Makes the session be in a schema, be it there or not: it is the session's until the session says USE. */
    void enter(String name, String[] namespace) {
        CatalogManager catalogs = spark.sessionState().catalogManager();
        catalogs.setCurrentCatalog(name);
        if (catalogs.currentCatalog() instanceof EngineCatalog catalog) {
            catalog.assumingNamespaces(() -> catalogs.setCurrentNamespace(namespace));
        } else {
            catalogs.setCurrentNamespace(namespace);
        }
    }

    /** Keeps the session in a catalog that is there no more. */
    void stayIn(String name, String[] namespace) {
        removed.add(name);
        spark.conf().set(PREFIX + name, RemovedCatalog.class.getName());
        enter(name, namespace);
    }
}
