package io.lakeflight.server.maintenance;

import java.util.List;

/** Reads from the answer of each procedure how much it did. */
final class ActionExtents {
    private static final List<String> DELETED = List.of(
            "deleted_data_files_count",
            "deleted_position_delete_files_count",
            "deleted_equality_delete_files_count",
            "deleted_manifest_files_count",
            "deleted_manifest_lists_count",
            "deleted_statistics_files_count");

    private ActionExtents() {}

    static Extent of(MaintenanceAction action, Workplace.Answer answer, ActionPlan plan) {
        return switch (action) {
            case COMPACT ->
                Extent.rewrite(
                        answer.figure("rewritten_data_files_count"),
                        answer.figure("added_data_files_count"),
                        answer.figure("rewritten_bytes_count"));
            case COMPACT_DELETES ->
                Extent.rewrite(
                        answer.figure("rewritten_delete_files_count"),
                        answer.figure("added_delete_files_count"),
                        answer.figure("rewritten_bytes_count"));
            case REWRITE_MANIFESTS ->
                Extent.rewrite(
                        answer.figure("rewritten_manifests_count"),
                        answer.figure("added_manifests_count"),
                        plan.extent().bytes());
            case EXPIRE ->
                new Extent(
                        DELETED.stream().mapToLong(answer::figure).sum(),
                        null,
                        null,
                        plan.extent().snapshots());
            case REMOVE_ORPHANS -> Extent.deletion(answer.rows());
        };
    }
}
