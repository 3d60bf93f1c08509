package io.lakeflight.server.http;

import java.util.Collection;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.MetadataUpdate.UpgradeFormatVersion;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a table would be after a commit. Iceberg takes any number for a default and any type for a column that is there,
 * and fails when the table is read.
 */
final class IcebergOutcome {
    private static final Logger log = LoggerFactory.getLogger(IcebergOutcome.class);
    private static final int WITH_WIDER_DATES = 3;

    private IcebergOutcome() {}

    /**
     * @throws ValidationException if the table would not have the partition spec or sort order that is its default, or
     *     would have rows of which a column is of another type
     */
    static void require(Catalog tables, TableIdentifier name, UpdateTableRequest change) {
        if (change.updates().stream().noneMatch(IcebergOutcome::isLookedAt)) {
            return;
        }
        boolean isNew =
                change.requirements().stream().anyMatch(UpdateRequirement.AssertTableDoesNotExist.class::isInstance);
        Optional<TableMetadata> base = isNew ? Optional.empty() : Optional.of(metadata(tables, name));
        Optional<TableMetadata> outcome = outcome(base, change);
        if (outcome.isEmpty()) {
            return;
        }
        TableMetadata next = outcome.get();
        for (MetadataUpdate update : change.updates()) {
            if (update instanceof MetadataUpdate.SetDefaultPartitionSpec spec) {
                require("partition spec", spec.specId(), next.specsById().keySet());
            } else if (update instanceof MetadataUpdate.SetDefaultSortOrder order) {
                require("sort order", order.sortOrderId(), next.sortOrdersById().keySet());
            }
        }
        base.filter(table -> keepsRows(table, change)).ifPresent(table -> requireTypes(table, next));
    }

    private static boolean isLookedAt(MetadataUpdate update) {
        return isOfDefault(update) || update instanceof MetadataUpdate.SetCurrentSchema;
    }

    private static boolean isOfDefault(MetadataUpdate update) {
        return update instanceof MetadataUpdate.SetDefaultPartitionSpec
                || update instanceof MetadataUpdate.SetDefaultSortOrder;
    }

    private static TableMetadata metadata(Catalog tables, TableIdentifier name) {
        if (tables.loadTable(name) instanceof BaseTable table) {
            return table.operations().current();
        }
        throw new ValidationException("%s has neither schemas nor partition specs of its own", name);
    }

    /** But for its defaults. Empty if the commit fails anyway, as Iceberg says when it is made. */
    private static Optional<TableMetadata> outcome(Optional<TableMetadata> base, UpdateTableRequest change) {
        TableMetadata.Builder next = base.map(TableMetadata::buildFrom).orElseGet(() -> change.updates().stream()
                .filter(UpgradeFormatVersion.class::isInstance)
                .findFirst()
                .map(update -> TableMetadata.buildFromEmpty(((UpgradeFormatVersion) update).formatVersion()))
                .orElseGet(TableMetadata::buildFromEmpty));
        try {
            change.updates().stream().filter(update -> !isOfDefault(update)).forEach(update -> update.applyTo(next));
            return Optional.of(next.build());
        } catch (RuntimeException e) {
            log.debug("A commit that fails", e);
            return Optional.empty();
        }
    }

    /** -1 is the one that the commit adds. */
    private static void require(String kind, int id, Collection<Integer> known) {
        if (id != -1 && !known.contains(id)) {
            throw new ValidationException(
                    "Cannot set the default %s to %d, which the table has not (it has %s)",
                    kind, id, known.stream().sorted().toList());
        }
    }

    /** Whoever replaces a table takes the rows out first, and may then give a column's name to one of any type. */
    private static boolean keepsRows(TableMetadata table, UpdateTableRequest change) {
        return table.currentSnapshot() != null
                && change.updates().stream()
                        .noneMatch(update -> update instanceof MetadataUpdate.RemoveSnapshotRef removed
                                && removed.name().equals(SnapshotRef.MAIN_BRANCH));
    }

    private static void requireTypes(TableMetadata table, TableMetadata next) {
        Schema before = table.schema();
        Schema after = next.schema();
        TypeUtil.indexById(after.asStruct()).forEach((id, column) -> {
            Types.NestedField known = before.findField(id);
            if (known != null && !isPromotion(known.type(), column.type(), next.formatVersion())) {
                throw new ValidationException(
                        "Cannot change column %s from %s to %s: the rows there are could not be read (expected: the same"
                                + " type or a wider one, as long for int, double for float, a decimal with more digits)",
                        after.findColumnName(id), known.type(), column.type());
            }
        });
    }

    /** By the specification; of the third version Iceberg's own list leaves out what it does not do itself. */
    private static boolean isPromotion(Type from, Type to, int formatVersion) {
        if (!from.isPrimitiveType() || !to.isPrimitiveType()) {
            return from.typeId() == to.typeId();
        }
        boolean isOfThirdVersion = formatVersion >= WITH_WIDER_DATES
                && (from.typeId() == Type.TypeID.UNKNOWN || (from.typeId() == Type.TypeID.DATE && isWithoutZone(to)));
        return isOfThirdVersion || TypeUtil.isPromotionAllowed(from, to.asPrimitiveType());
    }

    private static boolean isWithoutZone(Type type) {
        return type.equals(Types.TimestampType.withoutZone()) || type.equals(Types.TimestampNanoType.withoutZone());
    }
}
