package io.lakeflight.server.http;

import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;

/** What is sent back for one request: kept as a whole, so that it can be sent again. */
record IcebergAnswer(int status, Map<String, String> headers, byte[] body) {
    private static final byte[] NO_BODY = {};

    IcebergAnswer {
        headers = Map.copyOf(headers);
    }

    static IcebergAnswer of(Object body) {
        return of(200, body);
    }

    static IcebergAnswer of(int status, Object body) {
        return new IcebergAnswer(status, Map.of("Content-Type", "application/json"), IcebergJson.bytes(body));
    }

    static IcebergAnswer done() {
        return new IcebergAnswer(204, Map.of(), NO_BODY);
    }

    static IcebergAnswer notModified(String etag) {
        return new IcebergAnswer(304, Map.of("ETag", etag), NO_BODY);
    }

    IcebergAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new IcebergAnswer(status, more, body);
    }

    /** Whether the same request would be answered the same again: neither refused for now nor failed for our fault. */
    boolean isFinal() {
        boolean isForNow = status == 401 || status == 403 || status == 408 || status == 424 || status == 429;
        return status < 500 && !isForNow;
    }

    void send(Context request) {
        request.status(status);
        headers.forEach(request::header);
        if (body.length > 0) {
            request.result(body);
        }
    }
}
