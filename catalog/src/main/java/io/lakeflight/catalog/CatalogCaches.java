package io.lakeflight.catalog;

import io.lakeflight.storage.FileContents;

/** What all catalogs of a server keep of files that never change; pointers to them are never kept. */
public record CatalogCaches(MetadataCache metadata, FileContents manifests) {
    public static CatalogCaches of(CacheConfig config) {
        return new CatalogCaches(
                new MetadataCache(config.metadataBytes()),
                new FileContents(config.manifestBytes(), config.maxManifestBytes()));
    }
}
