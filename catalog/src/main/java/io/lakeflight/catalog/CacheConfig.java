package io.lakeflight.catalog;

/**
 * How much is kept in memory of files that never change.
 *
 * @param metadataBytes parsed metadata files of tables and views, of all catalogs together
 * @param manifestBytes manifests and manifest lists, of all catalogs together
 * @param maxManifestBytes the largest file among these
 * @param readAhead tables and views whose columns are read after a start, before somebody asks for them
 */
public record CacheConfig(int metadataBytes, int manifestBytes, int maxManifestBytes, int readAhead) {
    public static final CacheConfig DEFAULTS = new CacheConfig(128 << 20, 64 << 20, 8 << 20, 5_000);
}
