package io.lakeflight.engine.spark.fastlane.datacache;

import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * A table whose files are read in the cache.
 *
 * @param table that is held because its {@code FileIO} may be closed once nobody has it any more
 * @param store where its files are, with the credentials they are read with, by a hash
 */
public record RemoteTable(Table table, String store) {
    static RemoteTable of(Table table) {
        return new RemoteTable(table, CacheName.store(table.io()));
    }

    RemoteFile file(DataFile file) {
        return new RemoteFile(this, file.location(), file.fileSizeInBytes(), CacheName.of(this, file));
    }
}
