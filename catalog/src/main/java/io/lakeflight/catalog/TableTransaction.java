package io.lakeflight.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.MetadataUpdate.UpgradeFormatVersion;
import org.apache.iceberg.RetryableValidationException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/**
 * A commit to several tables of one catalog at once: all of them change, or none.
 *
 * <p>First every requirement is checked, then every metadata file written, and then the pointers move in one
 * transaction of the database. Whoever changes one of the tables in between makes the last step fail as a whole; if the
 * requirements still hold, it is all done again.
 */
final class TableTransaction {
    private static final int ATTEMPTS = 5;

    private final InternalCatalog catalog;
    private final List<UpdateTableRequest> changes;

    TableTransaction(InternalCatalog catalog, List<UpdateTableRequest> changes) {
        this.catalog = catalog;
        this.changes = List.copyOf(changes);
        Set<TableIdentifier> tables = new HashSet<>();
        for (UpdateTableRequest change : changes) {
            if (!tables.add(change.identifier())) {
                throw new BadRequestException("A transaction changes each table once: %s", change.identifier());
            }
        }
    }

    void commit() {
        for (int attempt = 1; ; attempt++) {
            List<Step> steps = changes.stream().map(this::prepare).toList();
            try {
                move(steps);
                steps.forEach(Step::finish);
                return;
            } catch (MovedMeanwhile e) {
                if (attempt == ATTEMPTS) {
                    throw e.refusal;
                }
            }
        }
    }

    private Step prepare(UpdateTableRequest change) {
        LakeTableOperations table = catalog.newTableOps(change.identifier());
        TableMetadata base = table.current();
        boolean creates =
                change.requirements().stream().anyMatch(UpdateRequirement.AssertTableDoesNotExist.class::isInstance);
        if (base == null && !creates) {
            throw new NoSuchTableException("Table does not exist: %s", change.identifier());
        }
        require(change, base);
        TableMetadata.Builder next = base == null ? empty(change) : TableMetadata.buildFrom(base);
        try {
            change.updates().forEach(update -> update.applyTo(next));
        } catch (RetryableValidationException e) {
            // The client's values are behind the table's; only the client can bring them up to date.
            throw new CommitFailedException(e, "Cannot commit to %s: %s", change.identifier(), e.getMessage());
        }
        TableMetadata metadata = next.build();
        table.requirePlace(base, metadata);
        return new Step(table, base, metadata);
    }

    private void require(UpdateTableRequest change, TableMetadata base) {
        try {
            change.requirements().forEach(requirement -> requirement.validate(base));
        } catch (CommitFailedException e) {
            throw NamedRefusal.of(catalog.name(), change.identifier(), e);
        }
    }

    private static TableMetadata.Builder empty(UpdateTableRequest change) {
        Optional<Integer> formatVersion = change.updates().stream()
                .filter(UpgradeFormatVersion.class::isInstance)
                .map(update -> ((UpgradeFormatVersion) update).formatVersion())
                .findFirst();
        return formatVersion.map(TableMetadata::buildFromEmpty).orElseGet(TableMetadata::buildFromEmpty);
    }

    private void move(List<Step> steps) {
        try {
            List<PointerMove> moves = new ArrayList<>();
            for (Step step : steps) {
                moves.add(step.write());
            }
            catalog.pointers().move(moves);
        } catch (CommitStateUnknownException e) {
            // All or none: one pointer that has moved proves that all have.
            if (steps.stream().noneMatch(Step::isCommitted)) {
                throw e;
            }
        } catch (CommitFailedException e) {
            steps.forEach(Step::discard);
            throw new MovedMeanwhile(e);
        } catch (RuntimeException e) {
            steps.forEach(Step::discard);
            throw e;
        }
    }

    /** The pointers were not where they had been read, and stay where they are. */
    private static final class MovedMeanwhile extends RuntimeException {
        private final CommitFailedException refusal;

        private MovedMeanwhile(CommitFailedException refusal) {
            super(refusal);
            this.refusal = refusal;
        }
    }

    /** What happens to one of the tables. */
    private static final class Step {
        private final LakeTableOperations table;
        private final TableMetadata base;
        private final TableMetadata metadata;
        private Optional<String> written = Optional.empty();

        private Step(LakeTableOperations table, TableMetadata base, TableMetadata metadata) {
            this.table = table;
            this.base = base;
            this.metadata = metadata;
        }

        private PointerMove write() {
            if (base != null && metadata.changes().isEmpty()) {
                // Only required to be as it is, until the others have moved.
                return table.step(base, base.metadataFileLocation());
            }
            String location = table.write(metadata);
            written = Optional.of(location);
            return table.step(base, location);
        }

        private boolean isCommitted() {
            return written.isPresent() && table.isCommitted(written.get(), metadata);
        }

        private void discard() {
            written.ifPresent(table::discard);
        }

        private void finish() {
            if (written.isPresent()) {
                table.committed(written.get(), metadata);
                table.deleteOutdated(base, metadata);
            }
        }
    }
}
