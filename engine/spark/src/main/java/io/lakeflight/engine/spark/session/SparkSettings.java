package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.spark.EngineCatalog;
import io.lakeflight.engine.spark.run.SpareSlots;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;

/** Spark properties of an engine: ours, overridden by those it was started with. */
public final class SparkSettings {
    private static final String CATALOG_PREFIX = "spark.sql.catalog.";

    private SparkSettings() {}

    /** Whether shuffles may have more parts than {@code spark.sql.shuffle.partitions}, where a session has not set that. */
    public static final String SHUFFLES_BY_SIZE = "spark.lakeflight.shuffles-by-size";

    /** @param scratch directory for shuffle files, spilled blocks and the unused warehouse */
    public static SparkConf with(Map<String, String> given, Path scratch) {
        Map<String, String> settings = ours(scratch);
        String icebergUri = given.get(EngineCatalog.URI_SETTING);
        if (icebergUri != null) {
            settings.putAll(EngineCatalog.settings("lake", icebergUri, ""));
        }
        settings.putAll(given);
        settings.putIfAbsent(SHUFFLES_BY_SIZE, String.valueOf(!given.containsKey("spark.sql.shuffle.partitions")));
        given.forEach((key, value) -> {
            // Iceberg's table cache would hide commits of other engines; the underlying catalog is shared instead.
            if (key.startsWith(CATALOG_PREFIX) && value.equals(EngineCatalog.class.getName())) {
                settings.putIfAbsent(key + ".cache-enabled", "false");
            }
        });
        LocalSlots.of(settings).ifPresent(slots -> slots.spread(settings));
        SparkConf conf = new SparkConf(false);
        settings.forEach(conf::set);
        return conf;
    }

    private static Map<String, String> ours(Path scratch) {
        String cores = String.valueOf(Runtime.getRuntime().availableProcessors());
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(SpareSlots.COUNT, "32");
        settings.put("spark.app.name", "lakeflight-engine");
        settings.put("spark.master", "local[*]");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.local.dir", scratch.toString());
        settings.put("spark.driver.maxResultSize", "256m");
        settings.put("spark.scheduler.mode", "FAIR");
        settings.put("spark.locality.wait", "0");
        settings.put("spark.cleaner.periodicGC.interval", "5min");
        // The status listeners keep history for a web page nobody opens.
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.ui.showConsoleProgress", "false");
        settings.put("spark.ui.retainedJobs", "20");
        settings.put("spark.ui.retainedStages", "40");
        settings.put("spark.ui.retainedTasks", "200");
        settings.put("spark.sql.ui.retainedExecutions", "5");
        settings.put("spark.sql.ui.explainMode", "simple");
        settings.put("spark.sql.maxPlanStringLength", "16384");
        settings.put("spark.sql.catalogImplementation", "in-memory");
        settings.put("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString());
        settings.put("spark.sql.artifact.isolation.enabled", "false");
        settings.put(
                "spark.sql.extensions",
                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions,"
                        + EngineExtensions.class.getName());
        settings.put("spark.sql.catalog.lake", EngineCatalog.class.getName());
        settings.put("spark.sql.catalog.lake.cache-enabled", "false");
        settings.put("spark.sql.defaultCatalog", "lake");
        settings.put("spark.sql.iceberg.locality.enabled", "false");
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put("spark.sql.ansi.enabled", "true");
        settings.put("spark.sql.ansi.doubleQuotedIdentifiers", "true");
        settings.put("spark.sql.scripting.enabled", "false");
        // A client must not read the host's files by their paths: FROM csv.`/etc/passwd`.
        settings.put("spark.sql.runSQLOnFiles", "false");
        // Nor what '${env:NAME}' in a text stands for: the engine's token is among its variables.
        settings.put("spark.sql.variable.substitute", "false");
        settings.put("spark.sql.shuffle.partitions", cores);
        settings.put("spark.sql.execution.interruptOnCancel", "true");
        // A statement that asks for too much memory fails; the engine and everybody else's statements go on.
        settings.put("spark.executor.killOnFatalError.depth", "0");
        settings.put("spark.sql.datetime.java8API.enabled", "true");
        return settings;
    }
}
