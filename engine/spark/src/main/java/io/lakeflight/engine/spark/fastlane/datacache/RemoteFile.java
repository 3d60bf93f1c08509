package io.lakeflight.engine.spark.fastlane.datacache;

import org.apache.iceberg.io.InputFile;

/**
 * A data file of a table in a storage elsewhere.
 *
 * @param name in the cache
 */
public record RemoteFile(RemoteTable of, String location, long length, String name) {
    String store() {
        return of.store();
    }

    /** The file in its storage. */
    InputFile input() {
        return of.table().io().newInputFile(location, length);
    }
}
