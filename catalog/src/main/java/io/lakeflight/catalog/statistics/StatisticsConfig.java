package io.lakeflight.catalog.statistics;

/**
 * What statistics may cost.
 *
 * @param maxManifests manifests looked into for one answer
 * @param maxFiles data and delete files in these manifests, for one answer
 * @param cacheBytes answers kept in memory, as far as their size can be told
 */
public record StatisticsConfig(int maxManifests, int maxFiles, int cacheBytes) {
    public static final StatisticsConfig DEFAULTS = new StatisticsConfig(2_000, 100_000, 16 << 20);
}
