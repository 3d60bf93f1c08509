package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.PropertyUtil;

/** Plans what deletes files, so that no reader misses one. */
final class DeletionPlans {
    /** Snapshots of one call, whose text names each; the next call goes on. */
    private static final int MOST_SNAPSHOTS = 2_000;

    private static final String FLOOR = "as long as a statement may run and its rows may wait,"
            + " limits.statement-timeout and sessions.handle-timeout";

    private final Floors floors;

    DeletionPlans(Floors floors) {
        this.floors = floors;
    }

    /**
     * Those that Iceberg would expire by the policy, less those that a statement may be reading. The call names them one
     * by one and has it keep all others, which it does but for a branch that says itself how many and how old ones.
     */
    ActionPlan expiry(TableName name, Table table, MaintenancePolicy policy, Horizon horizon, boolean forced) {
        if (isShared(table)) {
            return ActionPlan.nothing("the table's " + TableProperties.GC_ENABLED + " is false");
        }
        if (!forced) {
            policy.requireAtLeast(PolicyKey.MAX_SNAPSHOT_AGE, floors.snapshotAge(), FLOOR + "; or force it");
        }
        Instant oldest = horizon.now().minus(policy.duration(PolicyKey.MAX_SNAPSHOT_AGE));
        List<Snapshot> expired = table.expireSnapshots()
                .expireOlderThan(oldest.toEpochMilli())
                .retainLast(policy.count(PolicyKey.MIN_SNAPSHOTS))
                .apply();
        SnapshotLives lives = new SnapshotLives(metadata(table));
        List<Long> unread = expired.stream()
                .filter(snapshot -> lives.endedBefore(snapshot.snapshotId(), horizon.unread()))
                .sorted(Comparator.comparingLong(Snapshot::sequenceNumber).thenComparingLong(Snapshot::timestampMillis))
                .map(Snapshot::snapshotId)
                .toList();
        String note = kept(expired.size() - unread.size());
        if (unread.isEmpty()) {
            return ActionPlan.nothing(note);
        }
        List<Long> taken = unread.subList(0, Math.min(MOST_SNAPSHOTS, unread.size()));
        if (taken.size() < unread.size()) {
            note = "%d more are for the next run".formatted(unread.size() - taken.size());
        }
        if (expiredByNaming(table, taken).anyMatch(snapshot -> !lives.endedBefore(snapshot, horizon.unread()))) {
            return ActionPlan.deferred(
                    "by what a branch says of its own snapshots, some would expire that statements may be reading");
        }
        ProcedureCall call = new ProcedureCall(name, "expire_snapshots")
                .time("older_than", Instant.EPOCH)
                .number("retain_last", Integer.MAX_VALUE)
                .numbers("snapshot_ids", taken)
                .flag("stream_results", true);
        return ActionPlan.of(call, Extent.expiry(taken.size()), note);
    }

    /** Those that the call has expire, named or not. */
    private static Stream<Long> expiredByNaming(Table table, List<Long> named) {
        ExpireSnapshots expiry = table.expireSnapshots()
                .expireOlderThan(Instant.EPOCH.toEpochMilli())
                .retainLast(Integer.MAX_VALUE);
        named.forEach(expiry::expireSnapshotId);
        return expiry.apply().stream().map(Snapshot::snapshotId);
    }

    private static String kept(int snapshots) {
        return snapshots == 0 ? "" : snapshots + " more are kept for statements that may be reading them";
    }

    /**
     * Which files there are only the engine sees, so that this does not tell how many.
     *
     * @param dryRun whether the call deletes nothing
     */
    ActionPlan orphans(TableName name, Table table, MaintenancePolicy policy, Horizon horizon, boolean dryRun) {
        if (isShared(table)) {
            return ActionPlan.nothing("the table's " + TableProperties.GC_ENABLED + " is false");
        }
        policy.requireAtLeast(
                PolicyKey.ORPHAN_AGE, floors.orphanAge(), "longer than a statement may take to write a file");
        Instant oldest = horizon.now().minus(policy.duration(PolicyKey.ORPHAN_AGE));
        ProcedureCall call = new ProcedureCall(name, "remove_orphan_files")
                .time("older_than", oldest.isBefore(horizon.unwritten()) ? oldest : horizon.unwritten())
                .flag("prefix_listing", true)
                .flag("stream_results", true)
                .flag("dry_run", dryRun);
        return ActionPlan.of(call, Extent.UNKNOWN, "");
    }

    /**
     * Whether a snapshot that statements may be reading is not the table's any more. Who expires one without deleting
     * its files leaves orphans that are being read.
     */
    static boolean lostSnapshots(Table table, Horizon horizon) {
        TableMetadata current = metadata(table);
        Optional<TableMetadata> past = metadataAt(table, current, horizon.unread());
        if (past.isEmpty()) {
            return false;
        }
        Set<Long> known = new HashSet<>();
        current.snapshots().forEach(snapshot -> known.add(snapshot.snapshotId()));
        SnapshotLives lives = new SnapshotLives(past.get());
        return past.get().snapshots().stream()
                .map(Snapshot::snapshotId)
                .anyMatch(id -> !known.contains(id) && !lives.endedBefore(id, horizon.unread()));
    }

    /** The table as it was then, or the oldest there is a record of. */
    private static Optional<TableMetadata> metadataAt(Table table, TableMetadata current, Instant time) {
        List<MetadataLogEntry> log = current.previousFiles();
        String file = null;
        for (MetadataLogEntry entry : log) {
            if (file == null || entry.timestampMillis() <= time.toEpochMilli()) {
                file = entry.file();
            }
        }
        try {
            return Optional.ofNullable(file).map(found -> TableMetadataParser.read(table.io(), found));
        } catch (NotFoundException e) {
            // The table's properties may have old metadata files deleted.
            return Optional.empty();
        }
    }

    private static boolean isShared(Table table) {
        return !PropertyUtil.propertyAsBoolean(
                table.properties(), TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
    }

    static TableMetadata metadata(Table table) {
        return ((HasTableOperations) table).operations().current();
    }
}
