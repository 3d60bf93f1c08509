package io.lakeflight.engine.spark.fastlane.files;

import java.util.Optional;
import org.apache.iceberg.expressions.ExpressionParser;
import org.apache.iceberg.spark.source.ScanTasks;

/**
 * What the files of a scan depend on. The columns that it reads are not among it.
 *
 * @param filter as JSON, which tells all there is to it for columns of one schema; empty for all files
 */
record ScanKey(SnapshotKey snapshot, String filter, boolean caseSensitive) {
    static ScanKey ofAll(SnapshotKey snapshot) {
        return new ScanKey(snapshot, "", true);
    }

    /** Empty if there are no words for its filter. */
    static Optional<ScanKey> of(SnapshotKey snapshot, ScanTasks.Wish wish) {
        try {
            return Optional.of(new ScanKey(snapshot, ExpressionParser.toJson(wish.filter()), wish.caseSensitive()));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    int length() {
        return snapshot.length() + filter.length();
    }
}
