package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Catalogs of a running server, administered over HTTP as an operator does. */
final class CatalogRequests {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final TestingCluster cluster;

    CatalogRequests(TestingCluster cluster) {
        this.cluster = cluster;
    }

    /** Adds an internal catalog. */
    void add(String name, Map<String, String> properties) {
        HttpResponse<String> answer = tryToAdd(name, properties);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    HttpResponse<String> tryToAdd(String name, Map<String, String> properties) {
        try {
            String body = json.writeValueAsString(Map.of("name", name, "type", "internal", "properties", properties));
            return send("POST", "/api/v1/catalogs", body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void remove(String name) {
        send("DELETE", "/api/v1/catalogs/" + name, "");
    }

    /** Any request of the server's HTTP port. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(cluster.icebergUri().replace("/iceberg", path)))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
