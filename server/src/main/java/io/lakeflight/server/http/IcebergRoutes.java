package io.lakeflight.server.http;

import static io.lakeflight.server.http.IcebergRoute.answering;
import static io.lakeflight.server.http.IcebergRoute.effecting;

import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.ReportMetricsRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.responses.ListNamespacesResponse;
import org.apache.iceberg.rest.responses.ListTablesResponse;

/** The table of everything the Iceberg REST service answers; {@code config} lists exactly these to clients. */
final class IcebergRoutes {
    static final List<IcebergRoute> ALL = List.of(
            answering(Endpoint.V1_LIST_NAMESPACES, IcebergRoutes::listNamespaces),
            answering(Endpoint.V1_CREATE_NAMESPACE, IcebergRoutes::createNamespace),
            answering(Endpoint.V1_LOAD_NAMESPACE, r -> CatalogHandlers.loadNamespace(r.namespaces(), r.namespace())),
            effecting(
                    Endpoint.V1_NAMESPACE_EXISTS, r -> CatalogHandlers.namespaceExists(r.namespaces(), r.namespace())),
            answering(Endpoint.V1_UPDATE_NAMESPACE, IcebergRoutes::updateNamespace),
            effecting(Endpoint.V1_DELETE_NAMESPACE, r -> CatalogHandlers.dropNamespace(r.namespaces(), r.namespace())),
            answering(Endpoint.V1_LIST_TABLES, IcebergRoutes::listTables),
            new IcebergRoute(Endpoint.V1_CREATE_TABLE, IcebergTableRoutes::create),
            new IcebergRoute(Endpoint.V1_REGISTER_TABLE, IcebergTableRoutes::register),
            new IcebergRoute(Endpoint.V1_LOAD_TABLE, IcebergTableRoutes::load),
            effecting(Endpoint.V1_TABLE_EXISTS, r -> CatalogHandlers.tableExists(r.tables(), r.table())),
            new IcebergRoute(Endpoint.V1_UPDATE_TABLE, IcebergTableRoutes::commit),
            effecting(Endpoint.V1_DELETE_TABLE, IcebergTableRoutes::drop),
            effecting(Endpoint.V1_RENAME_TABLE, IcebergTableRoutes::rename),
            // Scan and commit reports are courtesy; what a query did is recorded where it ran.
            effecting(Endpoint.V1_REPORT_METRICS, r -> r.body(ReportMetricsRequest.class)),
            effecting(Endpoint.V1_COMMIT_TRANSACTION, IcebergTableRoutes::commitTransaction),
            answering(Endpoint.V1_LIST_VIEWS, IcebergRoutes::listViews),
            answering(Endpoint.V1_CREATE_VIEW, IcebergViewRoutes::create),
            answering(Endpoint.V1_REGISTER_VIEW, IcebergViewRoutes::register),
            answering(Endpoint.V1_LOAD_VIEW, r -> CatalogHandlers.loadView(r.views(), r.view())),
            effecting(Endpoint.V1_VIEW_EXISTS, r -> CatalogHandlers.viewExists(r.views(), r.view())),
            answering(Endpoint.V1_UPDATE_VIEW, IcebergViewRoutes::commit),
            effecting(Endpoint.V1_DELETE_VIEW, r -> CatalogHandlers.dropView(r.views(), r.view())),
            effecting(Endpoint.V1_RENAME_VIEW, IcebergViewRoutes::rename));

    private IcebergRoutes() {}

    private static RESTResponse listNamespaces(IcebergRequest request) {
        List<Namespace> children = CatalogHandlers.listNamespaces(request.namespaces(), request.parent())
                .namespaces();
        IcebergPage<Namespace> page =
                IcebergPage.of(children, namespace -> namespace.level(namespace.length() - 1), request);
        return ListNamespacesResponse.builder()
                .addAll(page.entries())
                .nextPageToken(page.next())
                .build();
    }

    private static RESTResponse createNamespace(IcebergRequest request) {
        CreateNamespaceRequest namespace = request.body(CreateNamespaceRequest.class);
        if (namespace.namespace().isEmpty()) {
            throw new BadRequestException("A namespace has at least one level (expected: \"namespace\": [\"name\"])");
        }
        IcebergNames.requireUsable(namespace.namespace());
        request.locations().requireNamespaceProperties(namespace.properties());
        return CatalogHandlers.createNamespace(request.namespaces(), namespace);
    }

    private static RESTResponse updateNamespace(IcebergRequest request) {
        UpdateNamespacePropertiesRequest change = request.body(UpdateNamespacePropertiesRequest.class);
        request.locations().requireNamespaceProperties(change.updates());
        return CatalogHandlers.updateNamespaceProperties(request.namespaces(), request.namespace(), change);
    }

    private static RESTResponse listTables(IcebergRequest request) {
        return names(request.tables().listTables(request.namespace()), request);
    }

    private static RESTResponse listViews(IcebergRequest request) {
        return names(request.views().listViews(request.namespace()), request);
    }

    private static RESTResponse names(List<TableIdentifier> names, IcebergRequest request) {
        IcebergPage<TableIdentifier> page = IcebergPage.of(names, TableIdentifier::name, request);
        return ListTablesResponse.builder()
                .addAll(page.entries())
                .nextPageToken(page.next())
                .build();
    }

    /** The namespace of the path; refusing early leaves no metadata file of a table that cannot come to be. */
    static Namespace existing(IcebergRequest request) {
        if (!request.namespaces().namespaceExists(request.namespace())) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", request.namespace());
        }
        return request.namespace();
    }
}
