package io.lakeflight.engine.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Iceberg's Spark catalog with one underlying catalog per name for all sessions of the engine.
 *
 * <p>Spark makes a plugin per session and never closes it (SPARK-54367), so a plugin must own nothing. The map is static
 * because Spark creates plugins by class name and hands them only options.
 */
public final class EngineCatalog extends SparkCatalog {
    private static final Map<String, Catalog> CATALOGS = new ConcurrentHashMap<>();

    @Override
    protected Catalog buildIcebergCatalog(String name, CaseInsensitiveStringMap options) {
        return CATALOGS.computeIfAbsent(name, missing -> super.buildIcebergCatalog(missing, options));
    }
}
