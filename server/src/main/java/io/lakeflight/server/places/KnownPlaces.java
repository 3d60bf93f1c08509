package io.lakeflight.server.places;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.catalog.MetadataCache;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.WarehouseBoundary;
import java.util.Optional;

/**
 * Where tables have files, by their metadata files, up to a number of bytes: whoever deletes files asks that of every
 * table there is, and of most nothing has changed since the last time.
 */
final class KnownPlaces {
    private static final long MAX_BYTES = 32 << 20;
    private static final int ENTRY_BYTES = 512;

    private final Cache<MetadataCache.File, Places> places = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((MetadataCache.File file, Places known) -> ENTRY_BYTES
                    + file.location().length()
                    + known.directories().stream().mapToInt(String::length).sum())
            .build();

    Optional<Places> of(Relation relation) {
        return relation.file().flatMap(file -> Optional.ofNullable(places.getIfPresent(file)));
    }

    /** Unless the table has changed since it was listed, or its file may be written again. */
    void put(Relation relation, Places found) {
        relation.file()
                .filter(file -> MetadataCache.isWrittenOnce(file.location())
                        && found.file()
                                .filter(WarehouseBoundary.normalized(file.location())::equals)
                                .isPresent())
                .ifPresent(file -> places.put(file, found));
    }
}
