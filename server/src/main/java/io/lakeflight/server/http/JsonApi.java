package io.lakeflight.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.lakeflight.catalog.CatalogUnavailableException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How calls of one part of {@code /api} are read and answered: JSON both ways, and an error is {@code {"error": message}}. */
final class JsonApi {
    private static final Logger log = LoggerFactory.getLogger(JsonApi.class);
    private static final ObjectMapper JSON = JsonBodies.mapper();

    /** Calls at work at the same time: those that are slow must leave threads to engines. */
    static final int PLACES = 4;

    private final int longestBody;
    private final String subject;
    private final Map<Class<? extends RuntimeException>, Integer> statuses;
    private final Semaphore places = new Semaphore(PLACES);

    /**
     * Of one part.
     *
     * @param longestBody in bytes
     * @param subject what a body is of, for messages: {@code a catalog}
     * @param statuses what failures of the calls are answered with whose messages clients may see
     */
    JsonApi(int longestBody, String subject, Map<Class<? extends RuntimeException>, Integer> statuses) {
        this.longestBody = longestBody;
        this.subject = subject;
        this.statuses = Map.copyOf(statuses);
    }

    /** What went wrong, for people. */
    private record Problem(String error) {}

    /** A call that is refused. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Answers the handler's failures. */
    Handler guarded(Handler handler) {
        return request -> {
            if (!places.tryAcquire()) {
                refuse(request, new Refusal(503, PLACES + " such calls are at work already; try again later"));
                return;
            }
            try {
                handler.handle(request);
            } catch (Exception e) {
                refuse(request, e);
            } finally {
                places.release();
            }
        };
    }

    private void refuse(Context request, Exception failure) {
        Optional<Integer> status = status(failure);
        if (status.isEmpty()) {
            log.warn("{} {} failed", request.method(), request.path(), failure);
        }
        String message = status.isPresent()
                ? String.valueOf(failure.getMessage())
                : "It cannot be done; the server's log tells why";
        answer(request, status.orElse(500), new Problem(message));
    }

    private Optional<Integer> status(Exception failure) {
        if (failure instanceof Refusal refusal) {
            return Optional.of(refusal.status);
        }
        if (statuses.containsKey(failure.getClass())) {
            return Optional.of(statuses.get(failure.getClass()));
        }
        if (failure instanceof IllegalArgumentException) {
            return Optional.of(400);
        }
        return failure instanceof CatalogUnavailableException ? Optional.of(502) : Optional.empty();
    }

    /** The body of a request that changes something. */
    <T> T read(Context request, Class<T> type) {
        if (request.contentType() == null || !request.contentType().startsWith("application/json")) {
            // A page in a browser can send other types to any address without asking.
            throw new Refusal(415, "The body must be application/json");
        }
        try {
            byte[] body = request.bodyInputStream().readNBytes(longestBody + 1);
            if (body.length > longestBody) {
                throw new Refusal(413, "The body must be at most " + longestBody + " bytes");
            }
            T value = JSON.readValue(body, type);
            if (value == null) {
                throw new Refusal(400, "The body is missing");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "The body is not the JSON of " + subject + ": " + JsonBodies.problem(e));
        } catch (IOException e) {
            throw new Refusal(400, "The body ended early");
        }
    }

    static void answer(Context request, int status, Object body) {
        try {
            request.status(status).contentType("application/json").result(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
