package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.Catalogs;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestHttpServer {
    private static final HttpConfig FREE_PORT = new HttpConfig("127.0.0.1", 0);

    @Test
    void healthFollowsReadiness() throws Exception {
        AtomicBoolean ready = new AtomicBoolean();
        try (HttpServer server = HttpServer.start(FREE_PORT, Catalogs.of(), ready::get)) {
            assertThat(health(server).statusCode()).isEqualTo(503);

            ready.set(true);

            assertThat(health(server).statusCode()).isEqualTo(200);
            assertThat(health(server).body()).isEqualTo("{\"status\":\"ok\"}");
        }
    }

    @Test
    void takenPortIsNamedWithTheOptionThatChangesIt() {
        try (HttpServer first = HttpServer.start(FREE_PORT, Catalogs.of(), () -> true)) {
            HttpConfig taken = new HttpConfig("127.0.0.1", first.port());

            assertThatThrownBy(() -> HttpServer.start(taken, Catalogs.of(), () -> true))
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageContaining("--http-port");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:1, 200",
        "127.0.0.1:8080, 200",
        "[::1]:8080, 200",
        "evil.example, 403",
        "127.0.0.1.evil.example:8080, 403",
        "localhost.evil.example, 403"
    })
    void otherHostsAreRefused(String host, int status) throws Exception {
        try (HttpServer server = HttpServer.start(FREE_PORT, Catalogs.of(), () -> true);
                Socket socket = new Socket("127.0.0.1", server.port())) {
            String request = "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            assertThat(answer.contains("\"ok\"")).isEqualTo(status == 200);
        }
    }

    private static HttpResponse<String> health(HttpServer server) throws Exception {
        URI address = URI.create("http://" + server.address() + "/health");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
