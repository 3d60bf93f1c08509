package io.lakeflight.server.http;

import com.github.benmanes.caffeine.cache.Ticker;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.control.EngineFence;
import io.lakeflight.server.places.PurgeCheck;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.responses.ConfigResponse;

/** The Iceberg REST service: every catalog of the registry under one address, told apart by the path's prefix. */
final class IcebergResource {
    private static final String ROOT = "/iceberg";
    private static final Pattern EMPTY_NAMESPACE = Pattern.compile("/namespaces//tables/");
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(/|;|$)");

    private final HttpConfig config;
    private final Catalogs catalogs;
    private final IdempotentAnswers answers;
    private final Room others;
    /** Apart, so that no other program keeps statements from their tables by sending much or slowly. */
    private final Room engines;

    private final EngineChanges changes;
    private final PurgeCheck purges;

    /** How much may be at work for some of the callers. */
    private record Room(Semaphore places, RequestBodies bodies) {
        static Room of(HttpConfig config) {
            return new Room(
                    new Semaphore(config.maxRequests()),
                    new RequestBodies(config.maxBodyBytes(), config.maxRequests()));
        }
    }

    IcebergResource(HttpConfig config, Catalogs catalogs, EngineFence fence) {
        this.config = config;
        this.catalogs = catalogs;
        answers = new IdempotentAnswers(config.idempotencyLifetime(), Ticker.systemTicker());
        others = Room.of(config);
        engines = Room.of(config);
        changes = new EngineChanges(fence);
        purges = new PurgeCheck(catalogs);
    }

    void register(Javalin javalin) {
        javalin.get(ROOT + "/v1/config", guarded(this::config));
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

    private IcebergAnswer config(Context request) {
        String warehouse = request.queryParam("warehouse");
        if (warehouse == null || warehouse.isEmpty()) {
            throw new BadRequestException(
                    "Name a catalog: ?warehouse=<catalog>, where catalog is one of %s", catalogs.catalogs());
        }
        LakeCatalog catalog = catalogs.find(warehouse)
                .orElseThrow(() -> new NoSuchWarehouseException(
                        "Catalog does not exist: %s (there are %s)", warehouse, catalogs.catalogs()));
        ConfigResponse.Builder answer = ConfigResponse.builder().withDefaults(catalog.shownStorage());
        if (changes.isEngine(request)) {
            catalog.storage().forEach(answer::withOverride);
        }
        return IcebergAnswer.of(answer.withOverride("prefix", warehouse)
                .withEndpoints(
                        IcebergRoutes.ALL.stream().map(IcebergRoute::endpoint).toList())
                .withIdempotencyKeyLifetime(config.idempotencyLifetime().toString())
                .build());
    }

    /** The body is read before the catalog is called: a client that is slow must not count as a catalog that is. */
    private IcebergAnswer answer(Context http, IcebergRoute route) {
        IcebergCall call = IcebergCall.of(http);
        LakeCatalog catalog = catalog(call);
        try (RequestBodies.Body body = room(http).bodies().read(http.bodyInputStream())) {
            IcebergRequest request = allowed(new IcebergRequest(call, catalog, body.content()), route);
            Callable<IcebergAnswer> work = () -> changes.fenced(call, () -> answer(request, route));
            return request.isPurge() ? catalog.callDeleting(work) : catalog.call(work);
        }
    }

    /** Before the catalog is called, since it takes calls to all catalogs to know. */
    private IcebergRequest allowed(IcebergRequest request, IcebergRoute route) {
        boolean isAllowed = !Endpoint.V1_DELETE_TABLE.equals(route.endpoint())
                || !request.isPurge()
                || purges.allows(request.catalog(), request.table());
        return isAllowed ? request : request.withoutPurge();
    }

    private LakeCatalog catalog(IcebergCall call) {
        String prefix = call.name("prefix");
        return catalogs.find(prefix)
                .orElseThrow(() -> new NoSuchWarehouseException(
                        "Catalog does not exist: %s (there are %s)", prefix, catalogs.catalogs()));
    }

    private IcebergAnswer answer(IcebergRequest request, IcebergRoute route) {
        if (!route.hasEffect()) {
            return acted(request, route);
        }
        return request.idempotencyKey()
                .map(key -> answers.once(key, request.fingerprint(), () -> settled(request, route)))
                .orElseGet(() -> acted(request, route));
    }

    private static IcebergAnswer acted(IcebergRequest request, IcebergRoute route) {
        try {
            return route.action().answer(request);
        } catch (NumberFormatException e) {
            String reason = IcebergNumbers.explained(request.content(), e).orElse("A number cannot be read");
            throw new BadRequestException(e, "%s", reason);
        }
    }

    /** A refusal is an answer too, and repeated like one. */
    private static IcebergAnswer settled(IcebergRequest request, IcebergRoute route) {
        try {
            return acted(request, route);
        } catch (RuntimeException e) {
            return IcebergErrors.answer(request.call(), request.catalog().explained(e));
        }
    }

    private static IcebergAnswer refuse(Context request) {
        if (EMPTY_NAMESPACE.matcher(request.path()).find()) {
            // Iceberg's client looks for table "t" there when it is asked for "t.snapshots" and finds no schema "t".
            throw new NoSuchTableException("Tables are in a namespace; the empty one has none");
        }
        throw new NotServedException(request.method() + " " + request.path() + " is not served by this catalog");
    }

    private Handler guarded(Function<Context, IcebergAnswer> handler) {
        return request -> admitted(request, handler).send(request);
    }

    private IcebergAnswer admitted(Context request, Function<Context, IcebergAnswer> handler) {
        Semaphore places = room(request).places();
        if (!places.tryAcquire()) {
            return IcebergErrors.answer(
                    IcebergCall.of(request),
                    new ServiceUnavailableException(
                            "The server is at its limit of %s requests (http.max-requests)", config.maxRequests()));
        }
        try {
            if (DOT_SEGMENT.matcher(request.req().getRequestURI()).find()) {
                // The path has been resolved to another one, whose meaning the client did not mean.
                throw new BadRequestException("A name in the path cannot be \".\" or \"..\"");
            }
            return handler.apply(request);
        } catch (RuntimeException e) {
            return IcebergErrors.answer(IcebergCall.of(request), e);
        } finally {
            places.release();
        }
    }

    private Room room(Context request) {
        return changes.isEngine(request) ? engines : others;
    }
}
