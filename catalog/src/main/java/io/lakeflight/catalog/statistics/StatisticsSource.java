package io.lakeflight.catalog.statistics;

/**
 * Tells statistics of tables from their metadata.
 *
 * <p>Safe for any thread. A call reads what is not in memory yet of one manifest list and of the manifests that the filter
 * leaves: it belongs into {@link io.lakeflight.catalog.LakeCatalog#call}, which sees to storage that is slow or lost.
 */
public interface StatisticsSource extends AutoCloseable {
    /** A source that keeps what it has told, within the limits of the configuration. */
    static StatisticsSource open(StatisticsConfig config) {
        return new DistinctCounts(new CachedStatistics(new ManifestStatistics(config), config.cacheBytes()));
    }

    /**
     * What metadata tells of the rows that the request is about.
     *
     * @throws org.apache.iceberg.exceptions.ValidationException if the filter does not fit the schema
     */
    TableStatistics read(StatisticsRequest request);

    @Override
    void close();
}
