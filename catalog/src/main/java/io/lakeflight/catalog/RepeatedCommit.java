package io.lakeflight.catalog;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.MetadataUpdate.AddSnapshot;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/**
 * Tells a commit that is refused because somebody else was faster from one that is refused because it has happened.
 *
 * <p>A client whose answer was lost sends its commit again, perhaps to another server. Told that it has failed, it would
 * bring it up to date and commit the same rows a second time. No two snapshots have both the same id and the same list
 * of manifests, so a table that has the snapshots of a commit has had the commit.
 */
final class RepeatedCommit {
    private RepeatedCommit() {}

    /** Whether all snapshots that the changes add are there already, and they add any. */
    static boolean hasHappened(Catalog catalog, List<UpdateTableRequest> changes) {
        List<UpdateTableRequest> adding =
                changes.stream().filter(change -> !snapshots(change).isEmpty()).toList();
        return !adding.isEmpty()
                && adding.stream().allMatch(change -> current(catalog, change)
                        .filter(table -> snapshots(change).stream().allMatch(added -> isIn(table, added)))
                        .isPresent());
    }

    private static List<Snapshot> snapshots(UpdateTableRequest change) {
        return change.updates().stream()
                .filter(AddSnapshot.class::isInstance)
                .map(update -> ((AddSnapshot) update).snapshot())
                .toList();
    }

    private static Optional<TableMetadata> current(Catalog catalog, UpdateTableRequest change) {
        try {
            return catalog.loadTable(change.identifier()) instanceof BaseTable table
                    ? Optional.of(table.operations().current())
                    : Optional.empty();
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    private static boolean isIn(TableMetadata table, Snapshot added) {
        Snapshot present = table.snapshot(added.snapshotId());
        return present != null
                && added.manifestListLocation() != null
                && added.manifestListLocation().equals(present.manifestListLocation());
    }
}
