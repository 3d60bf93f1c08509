package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.BinPackRewritePositionDeletePlanner;
import org.apache.iceberg.actions.FileRewritePlanner;
import org.apache.iceberg.actions.RewriteGroupBase;
import org.apache.iceberg.actions.SizeBasedFileRewritePlanner;
import org.apache.iceberg.util.PropertyUtil;

/** Plans what writes files anew, by Iceberg's own planners, which read manifests and nothing else. */
final class RewritePlans {
    /** Of a table with more files the plan would take much memory here; the engine's own decides then. */
    private static final long MOST_FILES = 200_000;

    /** Files of less than this part of the target size are small. */
    private static final int SMALL = 4;

    private RewritePlans() {}

    static ActionPlan dataFiles(TableName name, Table table, MaintenancePolicy policy) {
        long target = policy.size(PolicyKey.TARGET_FILE_SIZE);
        Map<String, String> options = Map.of(
                SizeBasedFileRewritePlanner.TARGET_FILE_SIZE_BYTES, Long.toString(target),
                SizeBasedFileRewritePlanner.MIN_FILE_SIZE_BYTES, Long.toString(target / SMALL),
                SizeBasedFileRewritePlanner.MIN_INPUT_FILES, policy.value(PolicyKey.MIN_INPUT_FILES),
                BinPackRewriteFilePlanner.DELETE_RATIO_THRESHOLD, policy.value(PolicyKey.DELETE_RATIO));
        return files(name, table, "rewrite_data_files", options, BinPackRewriteFilePlanner::new);
    }

    /** Deletion vectors, which tables of later formats have, need no rewriting. */
    static ActionPlan deleteFiles(TableName name, Table table, MaintenancePolicy policy) {
        if (TableUtil.formatVersion(table) != 2 || total(table, SnapshotSummary.TOTAL_DELETE_FILES_PROP) == 0) {
            return ActionPlan.nothing("");
        }
        Map<String, String> options =
                Map.of(SizeBasedFileRewritePlanner.MIN_INPUT_FILES, policy.value(PolicyKey.MIN_INPUT_FILES));
        return files(name, table, "rewrite_position_delete_files", options, BinPackRewritePositionDeletePlanner::new);
    }

    private static ActionPlan files(
            TableName name,
            Table table,
            String procedure,
            Map<String, String> options,
            Function<Table, FileRewritePlanner<?, ?, ?, ?>> planner) {
        if (table.currentSnapshot() == null) {
            return ActionPlan.nothing("");
        }
        // One group at a time, for the statements of clients to find free cores.
        Map<String, String> all =
                options.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        all.put("max-concurrent-file-group-rewrites", "1");
        ProcedureCall call = new ProcedureCall(name, procedure).options(all);
        if (total(table, SnapshotSummary.TOTAL_DATA_FILES_PROP) > MOST_FILES) {
            return ActionPlan.of(call, Extent.UNKNOWN, "the engine decides which of the many files");
        }
        FileRewritePlanner<?, ?, ?, ?> ready = planner.apply(table);
        ready.init(options);
        long files = 0;
        long bytes = 0;
        long after = 0;
        for (RewriteGroupBase<?, ?, ?> group : ready.plan().groups()) {
            files += group.inputFileNum();
            bytes += group.inputFilesSizeInBytes();
            after += group.expectedOutputFiles();
        }
        return files == 0 ? ActionPlan.nothing("") : ActionPlan.of(call, Extent.rewrite(files, after, bytes), "");
    }

    private static long total(Table table, String property) {
        Snapshot current = table.currentSnapshot();
        return current == null ? 0 : PropertyUtil.propertyAsLong(current.summary(), property, 0);
    }

    static ActionPlan manifests(TableName name, Table table, MaintenancePolicy policy) {
        Snapshot current = table.currentSnapshot();
        if (current == null) {
            return ActionPlan.nothing("");
        }
        long[] data = rewritten(table, current.dataManifests(table.io()));
        long[] deletes = rewritten(table, current.deleteManifests(table.io()));
        long files = data[0] + deletes[0];
        long after = data[1] + deletes[1];
        if (files < policy.count(PolicyKey.MIN_MANIFESTS) || files <= 2 * after) {
            return ActionPlan.nothing("");
        }
        return ActionPlan.of(
                new ProcedureCall(name, "rewrite_manifests"), Extent.rewrite(files, after, data[2] + deletes[2]), "");
    }

    /** How many the procedure takes, what it aims at, and their bytes: all of the current partitioning, or none of one. */
    private static long[] rewritten(Table table, List<ManifestFile> manifests) {
        List<ManifestFile> matching = manifests.stream()
                .filter(manifest -> manifest.partitionSpecId() == table.spec().specId())
                .toList();
        long bytes = matching.stream().mapToLong(ManifestFile::length).sum();
        long target = PropertyUtil.propertyAsLong(
                table.properties(),
                TableProperties.MANIFEST_TARGET_SIZE_BYTES,
                TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
        long after = (bytes + target - 1) / target;
        return matching.size() <= 1 ? new long[] {0, 0, 0} : new long[] {matching.size(), after, bytes};
    }
}
