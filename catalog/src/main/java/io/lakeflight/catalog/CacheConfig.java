package io.lakeflight.catalog;

/**
 * How much is kept of files that never change.
 *
 * @param metadataBytes parsed metadata files of tables and views in memory, of all catalogs together
 * @param manifestBytes manifests and manifest lists in memory, of all catalogs together
 * @param maxManifestBytes the largest file among these
 * @param readAhead tables and views whose columns are read after a start, before somebody asks for them
 * @param maxSchemaBytes the largest schema of a table that an internal catalog keeps in its database; 0: it keeps none
 */
public record CacheConfig(
        int metadataBytes, int manifestBytes, int maxManifestBytes, int readAhead, int maxSchemaBytes) {
    public static final CacheConfig DEFAULTS = new CacheConfig(128 << 20, 64 << 20, 8 << 20, 5_000, 64 << 10);
}
