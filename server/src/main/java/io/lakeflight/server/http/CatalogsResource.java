package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.CatalogUnusableException;
import io.lakeflight.server.catalogs.CatalogAdministration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalogs as REST: {@code GET}, {@code POST} and {@code DELETE} of {@code /api/v1/catalogs}. Secrets are taken but
 * never given.
 */
final class CatalogsResource {
    private static final String PATH = "/api/v1/catalogs";
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private final JsonApi api = new JsonApi(64 << 10, "a catalog", Map.of(CatalogUnusableException.class, 400));
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
            if (timeoutMillis < 0 || timeoutMillis > LONGEST_TIMEOUT.toMillis()) {
                throw new IllegalArgumentException("timeout-millis is %s (expected: 1 to %s, or 0 for the default)"
                        .formatted(timeoutMillis, LONGEST_TIMEOUT.toMillis()));
            }
            Duration timeout =
                    timeoutMillis == 0 ? CatalogDefinition.DEFAULT_TIMEOUT : Duration.ofMillis(timeoutMillis);
            return new CatalogDefinition(name, known, given, timeout);
        }
    }

    CatalogsResource(CatalogAdministration catalogs) {
        this.catalogs = catalogs;
    }

    void register(Javalin javalin) {
        javalin.get(PATH, api.guarded(this::list));
        javalin.post(PATH, api.guarded(this::add));
        javalin.delete(PATH + "/{name}", api.guarded(this::remove));
    }

    private void list(Context request) {
        List<CatalogBody> all = catalogs.list().stream().map(CatalogBody::of).toList();
        JsonApi.answer(request, 200, all);
    }

    private void add(Context request) {
        CatalogDefinition definition = api.read(request, CatalogBody.class).toDefinition();
        catalogs.add(definition);
        JsonApi.answer(request, 201, CatalogBody.of(new CatalogAdministration.Entry(definition, false)));
    }

    private void remove(Context request) {
        String name = request.pathParam("name");
        if (!catalogs.remove(name)) {
            throw new JsonApi.Refusal(404, "There is no catalog named \"" + name + "\"");
        }
        request.status(204);
    }
}
