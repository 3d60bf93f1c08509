package io.lakeflight.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The REST interface of a running server, as commands use it; what the server refuses is an error with its words. */
final class ServerApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    /** @param url such as {@code http://127.0.0.1:8080} */
    ServerApi(String url) {
        this.url = url;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    void delete(String path) throws IOException, InterruptedException {
        send("DELETE", path, null);
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, content)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(problem(answer));
            }
            return JSON.readTree(answer.body());
        } catch (ConnectException e) {
            throw new IllegalStateException(
                    "No server answers at " + url + " (expected: one started with bin/lakeflight start, or --url)", e);
        }
    }

    private static String problem(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body()).path("error").asText("The server answered " + answer.statusCode());
        } catch (IOException e) {
            return "The server answered " + answer.statusCode();
        }
    }
}
