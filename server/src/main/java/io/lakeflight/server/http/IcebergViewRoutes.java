package io.lakeflight.server.http;

import io.lakeflight.catalog.PropertyValues;
import io.lakeflight.catalog.TableName;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterViewRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadViewResponse;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewRepresentation;

/** The Iceberg REST protocol's calls about views. */
final class IcebergViewRoutes {
    private IcebergViewRoutes() {}

    static LoadViewResponse create(IcebergRequest request) {
        CreateViewRequest view = request.body(CreateViewRequest.class);
        request.locations().require(view);
        IcebergNames.requireUsable(TableIdentifier.of(request.namespace(), view.name()));
        if (view.viewVersion().representations().isEmpty()) {
            throw new BadRequestException(
                    "View %s is given without a text (expected: a representation, of type sql)", view.name());
        }
        for (ViewRepresentation representation : view.viewVersion().representations()) {
            if (!(representation instanceof SQLViewRepresentation)) {
                throw new BadRequestException(
                        "View %s is given as %s (expected: sql)", view.name(), representation.type());
            }
        }
        PropertyValues.require(view.properties());
        return CatalogHandlers.createView(request.views(), IcebergRoutes.existing(request), view);
    }

    static LoadViewResponse register(IcebergRequest request) {
        RegisterViewRequest view = request.body(RegisterViewRequest.class);
        request.locations().requireMetadataFile(view.metadataLocation());
        IcebergNames.requireUsable(TableIdentifier.of(request.namespace(), view.name()));
        return CatalogHandlers.registerView(request.views(), IcebergRoutes.existing(request), view);
    }

    static LoadViewResponse commit(IcebergRequest request) {
        UpdateTableRequest change = request.body(UpdateTableRequest.class);
        request.locations().require(TableName.of(request.catalog().name(), request.view()), change);
        IcebergProperties.require(change);
        return CatalogHandlers.updateView(request.views(), request.view(), change);
    }

    static void rename(IcebergRequest request) {
        RenameTableRequest names = request.body(RenameTableRequest.class);
        IcebergNames.requireUsable(names.destination());
        CatalogHandlers.renameView(request.views(), names);
    }
}
