package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.datacache.RemoteFile;
import io.lakeflight.engine.spark.fastlane.datacache.RemoteTable;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Files that are read in the data cache. */
final class CachedPlaces implements FilePlaces {
    private final RemoteTable table;
    private final DataCache cache;
    private final Check check;

    /** Whether a file may be read at all. */
    private interface Check {
        void require(DataFile file) throws Refusal;
    }

    private CachedPlaces(Table table, DataCache cache, Check check) {
        this.table = cache.table(table);
        this.cache = cache;
        this.check = check;
    }

    /** Of a table in an object store; what may be read there is the store's to say. */
    static CachedPlaces ofStore(Table table, DataCache cache) throws Refusal {
        if (!cache.isFor(table)) {
            throw new Refusal("a table's files are not on this machine");
        }
        return new CachedPlaces(table, cache, file -> {
            if (!DataCache.isInS3(file.location())) {
                throw new Refusal("files outside of their table's catalog");
            }
        });
    }

    /** @param own where they could be read as well, which is slower */
    static CachedPlaces of(Table table, DataCache cache, FilePlaces own) {
        return new CachedPlaces(table, cache, own::of);
    }

    @Override
    public String directory() {
        return cache.directory();
    }

    @Override
    public FilePlace of(DataFile file) throws Refusal {
        check.require(file);
        RemoteFile remote = cache.file(table, file);
        return new FilePlace(cache.path(remote), Optional.of(remote));
    }
}
