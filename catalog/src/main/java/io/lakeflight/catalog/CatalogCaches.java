package io.lakeflight.catalog;

import io.lakeflight.storage.FileContents;
import java.util.Optional;

/**
 * What all catalogs of a server keep of files that never change; pointers to them are never kept.
 *
 * @param form the form of schemas that internal catalogs keep in their databases; without one they keep none
 * @param maxFormBytes a larger one is not kept
 */
public record CatalogCaches(
        MetadataCache metadata, FileContents manifests, Optional<SchemaForm> form, int maxFormBytes) {
    public static CatalogCaches of(CacheConfig config) {
        return new CatalogCaches(
                new MetadataCache(config.metadataBytes()),
                new FileContents(config.manifestBytes(), config.maxManifestBytes()),
                Optional.empty(),
                config.maxSchemaBytes());
    }

    /** As above, keeping schemas in a form too, unless the configuration says that none is. */
    public static CatalogCaches of(CacheConfig config, SchemaForm form) {
        CatalogCaches caches = of(config);
        return config.maxSchemaBytes() == 0
                ? caches
                : new CatalogCaches(caches.metadata, caches.manifests, Optional.of(form), caches.maxFormBytes);
    }
}
