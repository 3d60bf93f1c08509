package io.lakeflight.server.routing;

import java.nio.file.Path;

/**
 * How statements find their data plane.
 *
 * @param rules the file of rules; it may be missing
 * @param textCacheBytes how much is kept in memory of what the texts of statements tell
 * @param planCacheBytes how much is kept in memory of what engines told of queries
 * @param scanCacheBytes how much is kept in memory of what queries were found to read
 */
public record RoutingConfig(Path rules, int textCacheBytes, int planCacheBytes, int scanCacheBytes) {
    /** The file's name where nothing else is said, beside the configuration. */
    public static final String RULES = "routing.yaml";

    public static final int TEXT_CACHE_BYTES = 8 << 20;
    public static final int PLAN_CACHE_BYTES = 8 << 20;
    public static final int SCAN_CACHE_BYTES = 8 << 20;

    /** Everything by default but the file of rules. */
    public static RoutingConfig of(Path rules) {
        return new RoutingConfig(rules, TEXT_CACHE_BYTES, PLAN_CACHE_BYTES, SCAN_CACHE_BYTES);
    }
}
