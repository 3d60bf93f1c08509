package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Where DuckDB reads the files of one table. */
interface FilePlaces {
    /** That all of them are in, with a slash at its end. */
    String directory();

    /** @throws Refusal if the file is not one to be read there */
    FilePlace of(DataFile file) throws Refusal;

    static FilePlaces of(Table table, DataCache cache) throws Refusal {
        if (DataCache.isInS3(table.location())) {
            return CachedPlaces.ofStore(table, cache);
        }
        FilePlaces own = OwnPlaces.of(table);
        return cache.isFor(table) ? CachedPlaces.of(table, cache, own) : own;
    }
}
