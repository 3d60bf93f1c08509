package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestJsonApi {
    private static final int LONGEST = 100;

    private final JsonApi api = new JsonApi(LONGEST, "a thing", Map.of());
    private Javalin server;

    record Thing(String name, int size) {}

    @BeforeEach
    void start() {
        server = Javalin.create();
        server.post("/things", api.guarded(request -> {
            Thing thing = api.read(request, Thing.class);
            if (thing.size() < 0) {
                throw new IllegalArgumentException("size is " + thing.size());
            }
            if (thing.size() > 9) {
                throw new IllegalStateException("hush");
            }
            JsonApi.answer(request, 201, thing);
        }));
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void bodyIsReadAndAnswered() throws Exception {
        assertAnswer("{\"name\": \"a\", \"size\": 1}", 201, "{\"name\":\"a\",\"size\":1}");
    }

    @Test
    void bodyThatIsNoneIsTheClientsFault() throws Exception {
        assertAnswer("{\"name\"", 400, "the JSON of a thing");
        assertAnswer("{\"colour\": 1}", 400, "colour");
        assertAnswer("null", 400, "missing");
        assertAnswer("{\"size\": -1}", 400, "{\"error\":\"size is -1\"}");
    }

    @Test
    void bodyOfAnotherTypeIsRefused() throws Exception {
        HttpResponse<String> answer = post("text/plain", BodyPublishers.ofString("{}"));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void longBodyIsRefusedHoweverItIsSent() throws Exception {
        byte[] body = new byte[2_000_000];

        assertThat(post("application/json", BodyPublishers.ofByteArray(body, 0, LONGEST + 1))
                        .statusCode())
                .isEqualTo(413);
        assertThat(post("application/json", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void callsThatAreSlowTakeFewPlaces() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int client = 0; client < JsonApi.PLACES; client++) {
            slow.add(begin());
        }

        assertAnswer("{\"name\": \"a\", \"size\": 1}", 503, "try again later");

        for (Socket client : slow) {
            client.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 201");
            client.close();
        }
    }

    /** A client that is asked for the body, so that its call has a place. */
    private Socket begin() throws IOException {
        Socket client = new Socket("127.0.0.1", server.port());
        client.getOutputStream().write("""
            POST /things HTTP/1.1\r
            Host: 127.0.0.1\r
            Expect: 100-continue\r
            Content-Type: application/json\r
            Content-Length: 2\r
            \r
            """.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(client.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        return client;
    }

    @Test
    void failureOfOursIsNotTold() throws Exception {
        HttpResponse<String> answer = post("application/json", BodyPublishers.ofString("{\"size\": 10}"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("log tells why").doesNotContain("hush");
    }

    private void assertAnswer(String body, int status, String text) throws Exception {
        HttpResponse<String> answer = post("application/json", BodyPublishers.ofString(body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(text);
    }

    private HttpResponse<String> post(String type, BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/things"))
                .header("Content-Type", type)
                .POST(body)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
