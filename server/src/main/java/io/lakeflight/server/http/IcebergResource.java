package io.lakeflight.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.server.control.EngineFence;
import java.util.List;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Iceberg REST service: every catalog of the registry under one address, told apart by the path's prefix. */
final class IcebergResource {
    private static final Logger log = LoggerFactory.getLogger(IcebergResource.class);
    private static final String ROOT = "/iceberg";

    private final Catalogs catalogs;
    private final EngineChanges changes;

    IcebergResource(Catalogs catalogs, EngineFence fence) {
        this.catalogs = catalogs;
        this.changes = new EngineChanges(fence);
    }

    void register(Javalin javalin) {
        javalin.get(ROOT + "/v1/config", guarded(request -> IcebergJson.write(request, config(request))));
        for (IcebergRoute route : IcebergRoutes.ALL) {
            javalin.addHttpHandler(
                    HandlerType.valueOf(route.endpoint().httpMethod()),
                    ROOT + route.endpoint().path(),
                    guarded(request -> answer(request, route)));
        }
        for (HandlerType method : List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.POST, HandlerType.DELETE)) {
            javalin.addHttpHandler(method, ROOT + "/*", guarded(IcebergResource::refuse));
        }
    }

    private ConfigResponse config(Context request) {
        String warehouse = request.queryParam("warehouse");
        if (warehouse == null || warehouse.isEmpty()) {
            throw new BadRequestException(
                    "Name a catalog: ?warehouse=<catalog>, where catalog is one of %s", catalogs.catalogs());
        }
        if (catalogs.find(warehouse).isEmpty()) {
            throw new NoSuchWarehouseException(
                    "Catalog does not exist: %s (there are %s)", warehouse, catalogs.catalogs());
        }
        return ConfigResponse.builder()
                .withOverride("prefix", warehouse)
                .withEndpoints(
                        IcebergRoutes.ALL.stream().map(IcebergRoute::endpoint).toList())
                .build();
    }

    private void answer(Context request, IcebergRoute route) throws JsonProcessingException {
        IcebergRequest call = new IcebergRequest(request, catalogs);
        Object body = call.catalog().call(() -> changes.fenced(route.action()).answer(call));
        if (body == null) {
            request.status(204);
        } else {
            IcebergJson.write(request, body);
        }
    }

    private static void refuse(Context request) {
        throw new NotServedException(request.method() + " " + request.path() + " is not served by this catalog");
    }

    private static Handler guarded(Handler handler) {
        return request -> {
            try {
                handler.handle(request);
            } catch (Exception e) {
                ErrorResponse error = IcebergErrors.response(e);
                if (error.code() >= 500
                        && !(e instanceof NotServedException || e instanceof CatalogUnavailableException)) {
                    log.error("{} {} failed", request.method(), request.path(), e);
                }
                IcebergJson.write(request.status(error.code()), error);
            }
        };
    }
}
