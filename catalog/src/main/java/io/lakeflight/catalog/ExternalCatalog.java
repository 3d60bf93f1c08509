package io.lakeflight.catalog;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;

/** Connects to catalogs of somebody else, all by the same path: Iceberg's own clients, by class name. */
final class ExternalCatalog {
    private static final String CONNECT_MILLIS = "5000";

    private ExternalCatalog() {}

    /** @throws CatalogUnusableException if the client of this kind of catalog is not installed */
    static Catalog connect(CatalogDefinition definition) {
        Map<String, String> properties = new TreeMap<>(definition.properties());
        properties.putAll(StorageProperties.of(definition));
        // Iceberg's cache would hide what others commit until it expires.
        properties.put(CatalogProperties.CACHE_ENABLED, "false");
        // Iceberg would try for half a minute; whoever waits for the answer decides on trying again.
        properties.putIfAbsent("rest.client.max-retries", "1");
        properties.putIfAbsent("rest.client.connection-timeout-ms", CONNECT_MILLIS);
        properties.putIfAbsent(
                "rest.client.socket-timeout-ms",
                Long.toString(definition.timeout().toMillis()));
        String implementation = definition.type().implementation();
        requireClient(definition, implementation);
        return switch (definition.type()) {
            case JDBC -> bounded(definition, ExternalJdbcCatalog.class, properties);
            case HADOOP -> bounded(definition, ExternalHadoopCatalog.class, properties);
            default -> CatalogUtil.loadCatalog(implementation, definition.name(), properties, new Configuration());
        };
    }

    /** One whose tables this server drops itself. */
    private static Catalog bounded(
            CatalogDefinition definition, Class<? extends Catalog> client, Map<String, String> properties) {
        return CatalogUtil.loadCatalog(
                client.getName(), definition.name(), ExternalFileIo.bounding(properties), new Configuration());
    }

    /** Makes it ready: the class itself may be there, and what it is made of not. */
    private static void requireClient(CatalogDefinition definition, String implementation) {
        try {
            Class<?> client = Class.forName(implementation, true, ExternalCatalog.class.getClassLoader());
            if (client.getDeclaredConstructors().length == 0) {
                throw new NoClassDefFoundError(implementation);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CatalogUnusableException(
                    definition.name(),
                    "its type is %s, whose client %s is not installed (expected: its jars in lib/)"
                            .formatted(definition.type().key(), implementation),
                    e);
        }
    }
}
