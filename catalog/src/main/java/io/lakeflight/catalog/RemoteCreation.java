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
