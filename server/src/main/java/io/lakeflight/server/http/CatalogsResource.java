package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.catalog.CatalogUnusableException;
import io.lakeflight.server.catalogs.CatalogAdministration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogs as REST: {@code GET}, {@code POST} and {@code DELETE} of {@code /api/v1/catalogs}.
 *
 * <p>An error is {@code {"error": message}}. Secrets are taken but never given.
 */
final class CatalogsResource {
    private static final Logger log = LoggerFactory.getLogger(CatalogsResource.class);
    private static final String PATH = "/api/v1/catalogs";
    private static final int LONGEST_BODY = 64 << 10;
    private static final ObjectMapper JSON = JsonBodies.mapper();

    private final CatalogAdministration catalogs;

    /**
     * A catalog as it travels.
     *
     * @param type one of {@link CatalogType#keys}; left out for internal
     * @param timeoutMillis 0 for the default
     * @param configured whether the configuration file defines it; ignored when given
     */
    record CatalogBody(
            @Nullable String name,
            @Nullable String type,
            @Nullable Map<String, String> properties,
            @JsonProperty("timeout-millis") long timeoutMillis,
            boolean configured) {
        static CatalogBody of(CatalogAdministration.Entry entry) {
            CatalogDefinition definition = entry.definition();
            return new CatalogBody(
                    definition.name(),
                    definition.type().key(),
                    definition.shownProperties(),
                    definition.timeout().toMillis(),
                    entry.isConfigured());
        }

        CatalogDefinition toDefinition() {
            if (name == null) {
                throw new IllegalArgumentException("The catalog has no name");
            }
            Map<String, String> given = properties == null ? Map.of() : properties;
            given.forEach((key, value) -> {
                if (value == null) {
                    throw new IllegalArgumentException("Property " + key + " is null (expected: a text)");
                }
            });
            CatalogType known = CatalogType.of(type == null ? CatalogType.INTERNAL.key() : type)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Unknown catalog type " + type + " (expected: one of " + CatalogType.keys() + ")"));
            Duration timeout =
                    timeoutMillis == 0 ? CatalogDefinition.DEFAULT_TIMEOUT : Duration.ofMillis(timeoutMillis);
            return new CatalogDefinition(name, known, given, timeout);
        }
    }

    /** What went wrong, for people. */
    record Problem(String error) {}

    CatalogsResource(CatalogAdministration catalogs) {
        this.catalogs = catalogs;
    }

    void register(Javalin javalin) {
        javalin.get(PATH, guarded(this::list));
        javalin.post(PATH, guarded(this::add));
        javalin.delete(PATH + "/{name}", guarded(this::remove));
    }

    private void list(Context request) throws JsonProcessingException {
        List<CatalogBody> all = catalogs.list().stream().map(CatalogBody::of).toList();
        answer(request, 200, all);
    }

    private void add(Context request) throws JsonProcessingException {
        if (request.contentType() == null || !request.contentType().startsWith("application/json")) {
            // A page in a browser can send other types to any address without asking.
            answer(request, 415, new Problem("The body must be application/json"));
            return;
        }
        if (request.contentLength() > LONGEST_BODY || request.bodyAsBytes().length > LONGEST_BODY) {
            answer(request, 413, new Problem("The body must be at most " + LONGEST_BODY + " bytes"));
            return;
        }
        CatalogDefinition definition =
                JSON.readValue(request.body(), CatalogBody.class).toDefinition();
        catalogs.add(definition);
        answer(request, 201, CatalogBody.of(new CatalogAdministration.Entry(definition, false)));
    }

    private void remove(Context request) throws JsonProcessingException {
        String name = request.pathParam("name");
        if (catalogs.remove(name)) {
            request.status(204);
        } else {
            answer(request, 404, new Problem("There is no catalog named \"" + name + "\""));
        }
    }

    private static Handler guarded(Handler handler) {
        return request -> {
            try {
                handler.handle(request);
            } catch (JsonProcessingException e) {
                answer(request, 400, new Problem("The body is not the JSON of a catalog: " + JsonBodies.problem(e)));
            } catch (IllegalArgumentException | CatalogUnusableException e) {
                answer(request, 400, new Problem(String.valueOf(e.getMessage())));
            } catch (CatalogUnavailableException e) {
                answer(request, 502, new Problem(e.getMessage()));
            } catch (Exception e) {
                log.warn("{} {} failed", request.method(), request.path(), e);
                answer(request, 500, new Problem("The catalog cannot be used; the server's log tells why"));
            }
        };
    }

    private static void answer(Context request, int status, Object body) throws JsonProcessingException {
        request.status(status).contentType("application/json").result(JSON.writeValueAsString(body));
    }
}
