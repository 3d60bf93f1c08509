package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.lakeflight.catalog.CatalogUnavailableException;
import io.lakeflight.server.maintenance.Maintenance;
import io.lakeflight.server.maintenance.MaintenanceAction;
import io.lakeflight.server.maintenance.MaintenanceException;
import io.lakeflight.server.maintenance.MaintenanceJob;
import io.lakeflight.server.maintenance.MaintenanceRequest;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The maintenance of tables as REST, under {@code /api/v1/maintenance}. An error is {@code {"error": message}}. */
final class MaintenanceResource {
    private static final Logger log = LoggerFactory.getLogger(MaintenanceResource.class);
    private static final String PATH = "/api/v1/maintenance";
    private static final int LONGEST_BODY = 1 << 20;
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final int MOST_ENTRIES = 10_000;
    private static final ObjectMapper JSON = JsonBodies.mapper();

    private final Supplier<Optional<Maintenance>> maintenance;

    /** A request as it travels; what is left out is empty or false. */
    record RunBody(
            @Nullable List<String> tables,
            @Nullable List<String> catalogs,
            boolean all,
            @Nullable List<String> actions,
            @JsonProperty("dry-run") boolean dryRun,
            boolean force) {
        MaintenanceRequest toRequest() {
            return new MaintenanceRequest(
                    orEmpty(tables),
                    orEmpty(catalogs),
                    all,
                    orEmpty(actions).stream().map(RunBody::action).toList(),
                    dryRun,
                    force);
        }

        private static List<String> orEmpty(@Nullable List<String> list) {
            return list == null ? List.of() : list;
        }

        private static MaintenanceAction action(String word) {
            return MaintenanceAction.of(word)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Unknown action " + word + " (expected: some of " + MaintenanceAction.words() + ")"));
        }
    }

    /** What went wrong, for people. */
    record Problem(String error) {}

    /** @param maintenance empty until the server has started */
    MaintenanceResource(Supplier<Optional<Maintenance>> maintenance) {
        this.maintenance = maintenance;
    }

    void register(Javalin javalin) {
        javalin.post(PATH + "/runs", guarded(this::run));
        javalin.get(PATH + "/runs/{id}", guarded(this::look));
        javalin.delete(PATH + "/runs/{id}", guarded(this::cancel));
        javalin.get(PATH + "/history", guarded(this::history));
        javalin.get(PATH + "/policies", guarded(this::policies));
    }

    private void run(Context request) throws JsonProcessingException {
        if (request.contentType() == null || !request.contentType().startsWith("application/json")) {
            // A page in a browser can send other types to any address without asking.
            answer(request, 415, new Problem("The body must be application/json"));
            return;
        }
        if (request.contentLength() > LONGEST_BODY || request.bodyAsBytes().length > LONGEST_BODY) {
            answer(request, 413, new Problem("The body must be at most " + LONGEST_BODY + " bytes"));
            return;
        }
        MaintenanceRequest wanted =
                JSON.readValue(request.body(), RunBody.class).toRequest();
        answer(request, 202, MaintenanceJson.of(ready().run(wanted)));
    }

    /** Answers when the run is done, or when the caller has waited as long as it wants. */
    private void look(Context request) {
        MaintenanceJob job = job(request);
        long wait = Math.min(LONGEST_WAIT_MILLIS, number(request, "wait-millis", 0));
        request.future(() -> job.done()
                .completeOnTimeout(null, wait, TimeUnit.MILLISECONDS)
                .thenRun(() -> answerNow(request, MaintenanceJson.of(job))));
    }

    private void cancel(Context request) throws JsonProcessingException {
        MaintenanceJob job = job(request);
        job.cancel();
        answer(request, 202, MaintenanceJson.of(job));
    }

    private void history(Context request) throws JsonProcessingException {
        int limit = (int) Math.min(MOST_ENTRIES, number(request, "limit", 100));
        answer(
                request,
                200,
                ready()
                        .history(
                                Optional.ofNullable(request.queryParam("table")),
                                Optional.ofNullable(request.queryParam("catalog")),
                                limit)
                        .stream()
                        .map(MaintenanceJson::of)
                        .toList());
    }

    private void policies(Context request) throws JsonProcessingException {
        MaintenanceRequest selection = new MaintenanceRequest(
                request.queryParams("table"),
                request.queryParams("catalog"),
                Boolean.parseBoolean(request.queryParam("all")),
                List.of(),
                true,
                false);
        answer(
                request,
                200,
                ready().policies(selection).stream().map(MaintenanceJson::of).toList());
    }

    private Maintenance ready() {
        return maintenance.get().orElseThrow(() -> new IllegalStateException("The server is starting; try again"));
    }

    private MaintenanceJob job(Context request) {
        return ready().job(request.pathParam("id"))
                .orElseThrow(() -> new NoSuchElementException("There is no such run, or it is too long ago"));
    }

    private static long number(Context request, String name, long fallback) {
        String text = request.queryParam(name);
        try {
            long number = text == null ? fallback : Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + text + "\" (expected: a whole number)", e);
        }
        throw new IllegalArgumentException(name + " is " + text + " (expected: at least 0)");
    }

    private static Handler guarded(Handler handler) {
        return request -> {
            try {
                handler.handle(request);
            } catch (JsonProcessingException e) {
                answer(request, 400, new Problem("The body is not the JSON of a run: " + JsonBodies.problem(e)));
            } catch (IllegalArgumentException | MaintenanceException e) {
                answer(request, 400, new Problem(String.valueOf(e.getMessage())));
            } catch (NoSuchElementException e) {
                answer(request, 404, new Problem(String.valueOf(e.getMessage())));
            } catch (CatalogUnavailableException e) {
                answer(request, 502, new Problem(e.getMessage()));
            } catch (IllegalStateException e) {
                answer(request, 503, new Problem(String.valueOf(e.getMessage())));
            } catch (Exception e) {
                log.warn("{} {} failed", request.method(), request.path(), e);
                answer(request, 500, new Problem("It cannot be done; the server's log tells why"));
            }
        };
    }

    private static void answerNow(Context request, Object body) {
        try {
            answer(request, 200, body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(Context request, int status, Object body) throws JsonProcessingException {
        request.status(status).contentType("application/json").result(JSON.writeValueAsString(body));
    }
}
