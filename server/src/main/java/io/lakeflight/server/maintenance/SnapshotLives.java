package io.lakeflight.server.maintenance;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;

/**
 * Until when each snapshot of a table was the newest one, of main or of a branch.
 *
 * <p>That, not its age, says who may still read it: a snapshot of last year that a commit replaced a minute ago is what
 * every statement reads that began before. A snapshot under a branch or tag lives on. Of one that neither the log nor
 * a successor tells of, such as the last of a branch that was dropped, only its own time is known.
 */
final class SnapshotLives {
    private final Map<Long, Long> ends = new HashMap<>();

    SnapshotLives(TableMetadata metadata) {
        for (Snapshot snapshot : metadata.snapshots()) {
            ends.merge(snapshot.snapshotId(), snapshot.timestampMillis(), Math::max);
            if (snapshot.parentId() != null) {
                ends.merge(snapshot.parentId(), snapshot.timestampMillis(), Math::max);
            }
        }
        List<HistoryEntry> log = metadata.snapshotLog();
        for (int i = 0; i + 1 < log.size(); i++) {
            ends.merge(log.get(i).snapshotId(), log.get(i + 1).timestampMillis(), Math::max);
        }
        for (SnapshotRef ref : metadata.refs().values()) {
            ends.put(ref.snapshotId(), Long.MAX_VALUE);
        }
    }

    boolean endedBefore(long snapshotId, Instant time) {
        return ends.getOrDefault(snapshotId, Long.MAX_VALUE) < time.toEpochMilli();
    }
}
