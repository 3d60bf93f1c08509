package io.lakeflight.server.http;

import io.javalin.http.Context;
import io.lakeflight.engine.protocol.EngineProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.rest.RESTUtil;

/**
 * What one HTTP request says, but for its body. Work on it may outlast the request, whose own object the HTTP server
 * then uses for another one.
 *
 * @param target the path and the parameters as they were sent
 * @param path the parts of the path that are names
 * @param parameters those of the query
 * @param engine the id of the engine that sent it
 */
record IcebergCall(
        String method,
        String target,
        Map<String, String> path,
        Map<String, List<String>> parameters,
        Optional<String> ifNoneMatch,
        Optional<String> idempotencyKey,
        Optional<String> engine) {
    static IcebergCall of(Context http) {
        String query = http.queryString();
        return new IcebergCall(
                http.req().getMethod(),
                http.req().getRequestURI() + (query == null ? "" : "?" + query),
                Map.copyOf(http.pathParamMap()),
                Map.copyOf(http.queryParamMap()),
                Optional.ofNullable(http.header("If-None-Match")),
                Optional.ofNullable(http.header(RESTUtil.IDEMPOTENCY_KEY_HEADER)),
                Optional.ofNullable(http.header(EngineProtocol.ENGINE_HEADER)));
    }

    /** Whether it changes nothing. */
    boolean isReading() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean isDeletion() {
        return method.equals("DELETE");
    }

    /** The same call as far as it is told apart from others, but for a parameter. */
    IcebergCall without(String parameter) {
        Map<String, List<String>> others = new HashMap<>(parameters);
        others.remove(parameter);
        return new IcebergCall(method, target, path, others, ifNoneMatch, idempotencyKey, engine);
    }

    /** A name in the path, which the route has. */
    String name(String key) {
        return Optional.ofNullable(path.get(key)).orElseThrow(() -> new AssertionError("No route without " + key));
    }

    Optional<String> parameter(String key) {
        return parameters.getOrDefault(key, List.of()).stream().findFirst();
    }
}
