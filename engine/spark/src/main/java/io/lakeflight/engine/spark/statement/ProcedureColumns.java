package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of what a procedure returns, which Iceberg tells only with the rows, when the procedure has run. A test
 * compares them with Iceberg's own.
 */
final class ProcedureColumns {
    private static final String SNAPSHOT_MOVE =
            "previous_snapshot_id BIGINT NOT NULL, current_snapshot_id BIGINT NOT NULL";
    private static final String SNAPSHOT_COPY =
            "source_snapshot_id BIGINT NOT NULL, current_snapshot_id BIGINT NOT NULL";

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("add_files", "added_files_count BIGINT NOT NULL, changed_partition_count BIGINT"),
            Map.entry("ancestors_of", "snapshot_id BIGINT, timestamp BIGINT"),
            Map.entry("cherrypick_snapshot", SNAPSHOT_COPY),
            Map.entry("compute_partition_stats", "partition_statistics_file STRING"),
            Map.entry("compute_table_stats", "statistics_file STRING"),
            Map.entry("create_changelog_view", "changelog_view STRING NOT NULL"),
            Map.entry(
                    "expire_snapshots",
                    "deleted_data_files_count BIGINT, deleted_position_delete_files_count BIGINT,"
                            + " deleted_equality_delete_files_count BIGINT, deleted_manifest_files_count BIGINT,"
                            + " deleted_manifest_lists_count BIGINT, deleted_statistics_files_count BIGINT"),
            Map.entry(
                    "fast_forward", "branch_updated STRING NOT NULL, previous_ref BIGINT, updated_ref BIGINT NOT NULL"),
            Map.entry("migrate", "migrated_files_count BIGINT NOT NULL"),
            Map.entry("publish_changes", SNAPSHOT_COPY),
            Map.entry(
                    "register_table",
                    "current_snapshot_id BIGINT, total_records_count BIGINT, total_data_files_count BIGINT"),
            Map.entry("remove_orphan_files", "orphan_file_location STRING NOT NULL"),
            Map.entry(
                    "rewrite_data_files",
                    "rewritten_data_files_count INT NOT NULL, added_data_files_count INT NOT NULL,"
                            + " rewritten_bytes_count BIGINT NOT NULL, failed_data_files_count INT NOT NULL,"
                            + " removed_delete_files_count INT NOT NULL"),
            Map.entry(
                    "rewrite_manifests", "rewritten_manifests_count INT NOT NULL, added_manifests_count INT NOT NULL"),
            Map.entry(
                    "rewrite_position_delete_files",
                    "rewritten_delete_files_count INT NOT NULL, added_delete_files_count INT NOT NULL,"
                            + " rewritten_bytes_count BIGINT NOT NULL, added_bytes_count BIGINT NOT NULL"),
            Map.entry(
                    "rewrite_table_path",
                    "latest_version STRING, file_list_location STRING, rewritten_manifest_file_paths_count INT,"
                            + " rewritten_delete_file_paths_count INT"),
            Map.entry("rollback_to_snapshot", SNAPSHOT_MOVE),
            Map.entry("rollback_to_timestamp", SNAPSHOT_MOVE),
            Map.entry("set_current_snapshot", "previous_snapshot_id BIGINT, current_snapshot_id BIGINT NOT NULL"),
            Map.entry("snapshot", "imported_files_count BIGINT NOT NULL"));

    private ProcedureColumns() {}

    /** @throws EngineException for a procedure this version does not know: its rows could not be described */
    static StructType of(String procedure) {
        String columns = COLUMNS.get(procedure.toLowerCase(Locale.ROOT));
        if (columns == null) {
            throw EngineException.unsupported("The procedure " + procedure);
        }
        return StructType.fromDDL(columns);
    }
}
