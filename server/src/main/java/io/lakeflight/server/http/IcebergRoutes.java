package io.lakeflight.server.http;

import static io.lakeflight.server.http.IcebergRoute.answering;
import static io.lakeflight.server.http.IcebergRoute.effecting;

import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RegisterViewRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/** The table of everything the Iceberg REST service answers; {@code config} lists exactly these to clients. */
final class IcebergRoutes {
    static final List<IcebergRoute> ALL = List.of(
            answering(Endpoint.V1_LIST_NAMESPACES, IcebergRoutes::listNamespaces),
            answering(
                    Endpoint.V1_CREATE_NAMESPACE,
                    r -> CatalogHandlers.createNamespace(r.namespaces(), r.body(CreateNamespaceRequest.class))),
            answering(Endpoint.V1_LOAD_NAMESPACE, r -> CatalogHandlers.loadNamespace(r.namespaces(), r.namespace())),
            effecting(
                    Endpoint.V1_NAMESPACE_EXISTS, r -> CatalogHandlers.namespaceExists(r.namespaces(), r.namespace())),
            answering(
                    Endpoint.V1_UPDATE_NAMESPACE,
                    r -> CatalogHandlers.updateNamespaceProperties(
                            r.namespaces(), r.namespace(), r.body(UpdateNamespacePropertiesRequest.class))),
            effecting(Endpoint.V1_DELETE_NAMESPACE, r -> CatalogHandlers.dropNamespace(r.namespaces(), r.namespace())),
            answering(Endpoint.V1_LIST_TABLES, IcebergRoutes::listTables),
            answering(Endpoint.V1_CREATE_TABLE, IcebergRoutes::createTable),
            answering(
                    Endpoint.V1_REGISTER_TABLE,
                    r -> CatalogHandlers.registerTable(r.tables(), r.namespace(), r.body(RegisterTableRequest.class))),
            answering(Endpoint.V1_LOAD_TABLE, r -> CatalogHandlers.loadTable(r.tables(), r.table(), r.snapshotMode())),
            effecting(Endpoint.V1_TABLE_EXISTS, r -> CatalogHandlers.tableExists(r.tables(), r.table())),
            answering(
                    Endpoint.V1_UPDATE_TABLE,
                    r -> CatalogHandlers.updateTable(r.tables(), r.table(), r.body(UpdateTableRequest.class))),
            effecting(Endpoint.V1_DELETE_TABLE, IcebergRoutes::dropTable),
            effecting(
                    Endpoint.V1_RENAME_TABLE,
                    r -> CatalogHandlers.renameTable(r.tables(), r.body(RenameTableRequest.class))),
            // Scan and commit reports are courtesy; what a query did is recorded where it ran.
            effecting(Endpoint.V1_REPORT_METRICS, IcebergRequest::discardBody),
            effecting(Endpoint.V1_COMMIT_TRANSACTION, IcebergRoutes::commitTransaction),
            answering(Endpoint.V1_LIST_VIEWS, IcebergRoutes::listViews),
            answering(
                    Endpoint.V1_CREATE_VIEW,
                    r -> CatalogHandlers.createView(r.views(), existing(r), r.body(CreateViewRequest.class))),
            answering(
                    Endpoint.V1_REGISTER_VIEW,
                    r -> CatalogHandlers.registerView(r.views(), existing(r), r.body(RegisterViewRequest.class))),
            answering(Endpoint.V1_LOAD_VIEW, r -> CatalogHandlers.loadView(r.views(), r.view())),
            effecting(Endpoint.V1_VIEW_EXISTS, r -> CatalogHandlers.viewExists(r.views(), r.view())),
            answering(
                    Endpoint.V1_UPDATE_VIEW,
                    r -> CatalogHandlers.updateView(r.views(), r.view(), r.body(UpdateTableRequest.class))),
            effecting(Endpoint.V1_DELETE_VIEW, r -> CatalogHandlers.dropView(r.views(), r.view())),
            effecting(
                    Endpoint.V1_RENAME_VIEW,
                    r -> CatalogHandlers.renameView(r.views(), r.body(RenameTableRequest.class))));

    private IcebergRoutes() {}

    private static RESTResponse listNamespaces(IcebergRequest request) {
        return request.pageSize()
                .map(size -> CatalogHandlers.listNamespaces(
                        request.namespaces(), request.parent(), request.pageToken(), size))
                .orElseGet(() -> CatalogHandlers.listNamespaces(request.namespaces(), request.parent()));
    }

    private static RESTResponse listTables(IcebergRequest request) {
        return request.pageSize()
                .map(size ->
                        CatalogHandlers.listTables(request.tables(), request.namespace(), request.pageToken(), size))
                .orElseGet(() -> CatalogHandlers.listTables(request.tables(), request.namespace()));
    }

    private static RESTResponse listViews(IcebergRequest request) {
        return request.pageSize()
                .map(size -> CatalogHandlers.listViews(request.views(), request.namespace(), request.pageToken(), size))
                .orElseGet(() -> CatalogHandlers.listViews(request.views(), request.namespace()));
    }

    private static LoadTableResponse createTable(IcebergRequest request) {
        CreateTableRequest table = request.body(CreateTableRequest.class);
        Namespace namespace = existing(request);
        if (table.stageCreate()) {
            return CatalogHandlers.stageTableCreate(request.tables(), namespace, table);
        }
        return CatalogHandlers.createTable(request.tables(), namespace, table);
    }

    private static void dropTable(IcebergRequest request) {
        if (request.isPurgeRequested()) {
            CatalogHandlers.purgeTable(request.tables(), request.table());
        } else {
            CatalogHandlers.dropTable(request.tables(), request.table());
        }
    }

    private static void commitTransaction(IcebergRequest request) {
        CommitTransactionRequest transaction = request.body(CommitTransactionRequest.class);
        if (transaction.tableChanges().size() != 1) {
            // The pointers of several tables would move one after the other: not the transaction that was asked for.
            throw new NotServedException(
                    "Cannot commit to " + transaction.tableChanges().size()
                            + " tables in one transaction: this catalog commits to one table at a time");
        }
        UpdateTableRequest change = transaction.tableChanges().get(0);
        CatalogHandlers.updateTable(request.tables(), change.identifier(), change);
    }

    /** The namespace of the path; refusing early leaves no metadata file of a table that cannot come to be. */
    private static Namespace existing(IcebergRequest request) {
        if (!request.namespaces().namespaceExists(request.namespace())) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", request.namespace());
        }
        return request.namespace();
    }
}
