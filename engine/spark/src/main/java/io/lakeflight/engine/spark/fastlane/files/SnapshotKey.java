package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.datacache.DataCache;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * The current snapshot of a table, by all that tells it from any other: a directory's metadata files have the same names again
 * once the table was dropped, and a snapshot's number is drawn by lot.
 *
 * @param store where its files are, and with whose credentials they are read
 * @param metadata location of the table's metadata, another one for each change of the table
 * @param manifests location of the list of the snapshot's manifests
 */
record SnapshotKey(String store, String table, String metadata, long snapshot, String manifests) {
    /** Empty of a table without one, and of one that Iceberg does not plan by manifests. */
    static Optional<SnapshotKey> of(Table table) {
        // A subclass may have its catalog's service plan its scans.
        if (table.getClass() != BaseTable.class) {
            return Optional.empty();
        }
        TableMetadata current = ((BaseTable) table).operations().current();
        Snapshot snapshot = current.currentSnapshot();
        if (snapshot == null
                || snapshot.manifestListLocation() == null
                || current.metadataFileLocation() == null
                || current.uuid() == null) {
            return Optional.empty();
        }
        return Optional.of(new SnapshotKey(
                DataCache.store(table.io()),
                current.uuid(),
                current.metadataFileLocation(),
                snapshot.snapshotId(),
                snapshot.manifestListLocation()));
    }

    int length() {
        return store.length() + table.length() + metadata.length() + manifests.length();
    }
}
