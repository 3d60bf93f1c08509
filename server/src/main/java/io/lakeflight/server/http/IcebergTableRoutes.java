package io.lakeflight.server.http;

import io.lakeflight.catalog.PropertyValues;
import io.lakeflight.catalog.TableName;
import java.util.Optional;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/** The Iceberg REST protocol's calls about tables. */
final class IcebergTableRoutes {
    private IcebergTableRoutes() {}

    static IcebergAnswer create(IcebergRequest request) {
        CreateTableRequest table = request.body(CreateTableRequest.class);
        request.locations().require(table);
        PropertyValues.require(table.properties());
        Namespace namespace = IcebergRoutes.existing(request);
        IcebergNames.requireUsable(TableIdentifier.of(namespace, table.name()));
        return answer(
                request,
                table.stageCreate()
                        ? CatalogHandlers.stageTableCreate(request.tables(), namespace, table)
                        : CatalogHandlers.createTable(request.tables(), namespace, table),
                SnapshotMode.ALL);
    }

    static IcebergAnswer register(IcebergRequest request) {
        RegisterTableRequest table = request.body(RegisterTableRequest.class);
        request.locations().requireMetadataFile(table.metadataLocation());
        IcebergNames.requireUsable(TableIdentifier.of(request.namespace(), table.name()));
        Namespace namespace = IcebergRoutes.existing(request);
        return answer(request, CatalogHandlers.registerTable(request.tables(), namespace, table), SnapshotMode.ALL);
    }

    static IcebergAnswer load(IcebergRequest request) {
        SnapshotMode mode = request.snapshotMode();
        Optional<String> known = request.call().ifNoneMatch();
        if (known.isPresent()) {
            Optional<String> current = request.catalog()
                    .metadataLocation(request.table())
                    .flatMap(location -> IcebergEtag.of(request.catalog().version(), location, mode))
                    .filter(etag -> IcebergEtag.isListed(etag, known.get()));
            if (current.isPresent()) {
                return IcebergAnswer.notModified(current.get());
            }
        }
        return answer(request, CatalogHandlers.loadTable(request.tables(), request.table(), mode), mode);
    }

    static IcebergAnswer commit(IcebergRequest request) {
        UpdateTableRequest change = request.body(UpdateTableRequest.class);
        request.locations().require(TableName.of(request.catalog().name(), request.table()), change);
        IcebergProperties.require(change);
        IcebergOutcome.require(request.tables(), request.table(), change);
        if (change.requirements().stream().anyMatch(UpdateRequirement.AssertTableDoesNotExist.class::isInstance)) {
            IcebergNames.requireUsable(request.table());
        }
        return answer(request, request.catalog().commit(request.table(), change), SnapshotMode.ALL);
    }

    static void commitTransaction(IcebergRequest request) {
        CommitTransactionRequest transaction = request.body(CommitTransactionRequest.class);
        for (UpdateTableRequest change : transaction.tableChanges()) {
            IcebergNames.requireUsable(change.identifier());
            request.locations().require(TableName.of(request.catalog().name(), change.identifier()), change);
            IcebergProperties.require(change);
            IcebergOutcome.require(request.tables(), change.identifier(), change);
        }
        request.catalog().commit(transaction.tableChanges());
    }

    static void drop(IcebergRequest request) {
        if (request.isPurge()) {
            CatalogHandlers.purgeTable(request.tables(), request.table());
        } else {
            CatalogHandlers.dropTable(request.tables(), request.table());
        }
    }

    static void rename(IcebergRequest request) {
        RenameTableRequest names = request.body(RenameTableRequest.class);
        IcebergNames.requireUsable(names.destination());
        CatalogHandlers.renameTable(request.tables(), names);
    }

    /** A table that is only staged has no metadata file yet, and no tag. */
    private static IcebergAnswer answer(IcebergRequest request, LoadTableResponse table, SnapshotMode mode) {
        IcebergAnswer answer = IcebergAnswer.of(table);
        if (table.metadataLocation() == null) {
            return answer;
        }
        return IcebergEtag.of(request.catalog().version(), table.metadataLocation(), mode)
                .map(etag -> answer.with("ETag", etag))
                .orElse(answer);
    }
}
