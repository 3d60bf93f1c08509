package io.lakeflight.catalog;

import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.MetadataUpdate.UpgradeFormatVersion;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.apache.iceberg.types.TypeUtil;

/**
 * Creates a table with its first rows in a catalog behind a REST service. Iceberg's way, made for catalogs that write
 * metadata themselves, first has the service prepare a table without columns, and that is what it would then create.
 */
final class RemoteCreation {
    /** What the service is told when it prepares the table. */
    private static final Set<Class<? extends MetadataUpdate>> PREPARED = Set.of(
            MetadataUpdate.AssignUUID.class,
            MetadataUpdate.UpgradeFormatVersion.class,
            MetadataUpdate.AddSchema.class,
            MetadataUpdate.SetCurrentSchema.class,
            MetadataUpdate.AddPartitionSpec.class,
            MetadataUpdate.SetDefaultPartitionSpec.class,
            MetadataUpdate.AddSortOrder.class,
            MetadataUpdate.SetDefaultSortOrder.class,
            MetadataUpdate.SetLocation.class,
            MetadataUpdate.SetProperties.class);

    private RemoteCreation() {}

    static boolean isOne(UpdateTableRequest change) {
        return change.requirements().stream().anyMatch(UpdateRequirement.AssertTableDoesNotExist.class::isInstance);
    }

    static LoadTableResponse commit(Catalog catalog, TableIdentifier table, UpdateTableRequest change) {
        TableMetadata wanted = wanted(change);
        BaseTransaction transaction = (BaseTransaction) catalog.buildTable(table, wanted.schema())
                .withPartitionSpec(wanted.spec())
                .withSortOrder(wanted.sortOrder())
                .withLocation(wanted.location())
                .withProperties(wanted.properties())
                .withProperty(TableProperties.FORMAT_VERSION, Integer.toString(wanted.formatVersion()))
                .createTransaction();
        requireAlike(table, wanted, transaction.currentMetadata());
        TableMetadata.Builder rest = TableMetadata.buildFrom(transaction.currentMetadata());
        change.updates().stream()
                .filter(update -> !PREPARED.contains(update.getClass()))
                .forEach(update -> update.applyTo(rest));
        TableOperations operations = transaction.underlyingOps();
        operations.commit(null, rest.build());
        return LoadTableResponse.builder()
                .withTableMetadata(operations.current())
                .build();
    }

    /** Its first files have values by the ids of columns, and those are what the service makes of one schema. */
    private static void requireAlike(TableIdentifier table, TableMetadata wanted, TableMetadata prepared) {
        boolean isAlike = wanted.schemas().size() == 1
                && wanted.specs().size() == 1
                && TypeUtil.indexNameById(wanted.schema().asStruct())
                        .equals(TypeUtil.indexNameById(prepared.schema().asStruct()));
        if (!isAlike) {
            throw new UnsupportedOperationException(
                    ("Table %s cannot be created with its first rows: its columns or partitions were changed since it was"
                                    + " begun (expected: create it first, then write to it)")
                            .formatted(table));
        }
    }

    private static TableMetadata wanted(UpdateTableRequest change) {
        Optional<Integer> formatVersion = change.updates().stream()
                .filter(UpgradeFormatVersion.class::isInstance)
                .map(update -> ((UpgradeFormatVersion) update).formatVersion())
                .findFirst();
        TableMetadata.Builder wanted =
                formatVersion.map(TableMetadata::buildFromEmpty).orElseGet(TableMetadata::buildFromEmpty);
        change.updates().forEach(update -> update.applyTo(wanted));
        return wanted.build();
    }
}
