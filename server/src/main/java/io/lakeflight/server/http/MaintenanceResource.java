package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.lakeflight.server.maintenance.Maintenance;
import io.lakeflight.server.maintenance.MaintenanceAction;
import io.lakeflight.server.maintenance.MaintenanceBusyException;
import io.lakeflight.server.maintenance.MaintenanceException;
import io.lakeflight.server.maintenance.MaintenanceJob;
import io.lakeflight.server.maintenance.MaintenanceRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The maintenance of tables as REST, under {@code /api/v1/maintenance}. */
final class MaintenanceResource {
    private static final String PATH = "/api/v1/maintenance";
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final int MOST_ENTRIES = 10_000;

    private final JsonApi api =
            new JsonApi(1 << 20, "a run", Map.of(MaintenanceException.class, 400, MaintenanceBusyException.class, 503));
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

    /** @param maintenance empty until the server has started */
    MaintenanceResource(Supplier<Optional<Maintenance>> maintenance) {
        this.maintenance = maintenance;
    }

    void register(Javalin javalin) {
        javalin.post(PATH + "/runs", api.guarded(this::run));
        javalin.get(PATH + "/runs/{id}", api.guarded(this::look));
        javalin.delete(PATH + "/runs/{id}", api.guarded(this::cancel));
        javalin.get(PATH + "/history", api.guarded(this::history));
        javalin.get(PATH + "/policies", api.guarded(this::policies));
    }

    private void run(Context request) {
        MaintenanceRequest wanted = api.read(request, RunBody.class).toRequest();
        JsonApi.answer(request, 202, MaintenanceJson.of(ready().run(wanted)));
    }

    /** Answers when the run is done, or when the caller has waited as long as it wants. */
    private void look(Context request) {
        MaintenanceJob job = job(request);
        long wait = Math.min(LONGEST_WAIT_MILLIS, number(request, "wait-millis", 0));
        request.future(() -> job.done()
                .completeOnTimeout(null, wait, TimeUnit.MILLISECONDS)
                .thenRun(() -> JsonApi.answer(request, 200, MaintenanceJson.of(job))));
    }

    private void cancel(Context request) {
        MaintenanceJob job = job(request);
        job.cancel();
        JsonApi.answer(request, 202, MaintenanceJson.of(job));
    }

    private void history(Context request) {
        int limit = (int) Math.min(MOST_ENTRIES, number(request, "limit", 100));
        JsonApi.answer(
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

    private void policies(Context request) {
        MaintenanceRequest selection = new MaintenanceRequest(
                request.queryParams("table"),
                request.queryParams("catalog"),
                Boolean.parseBoolean(request.queryParam("all")),
                List.of(),
                true,
                false);
        JsonApi.answer(
                request,
                200,
                ready().policies(selection).stream().map(MaintenanceJson::of).toList());
    }

    private Maintenance ready() {
        return maintenance.get().orElseThrow(() -> new MaintenanceBusyException("The server is starting; try again"));
    }

    private MaintenanceJob job(Context request) {
        return ready().job(request.pathParam("id"))
                .orElseThrow(() -> new JsonApi.Refusal(404, "There is no such run, or it is too long ago"));
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
}
