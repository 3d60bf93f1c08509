package io.lakeflight.server.http;

import static io.lakeflight.server.http.TestingIcebergRest.dataFile;
import static io.lakeflight.server.http.TestingIcebergRest.metadataFile;
import static io.lakeflight.server.http.TestingIcebergRest.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the REST service does when answers are lost, and when it is asked the same again, or too much. */
class ITIcebergRestFaults {
    private static final Namespace DEFAULT = Namespace.of("default");
    private static final TableIdentifier ORDERS = TableIdentifier.of(DEFAULT, "orders");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final String TABLES = "/iceberg/v1/lake/namespaces/default/tables";

    @TempDir
    Path home;

    private TestingIcebergRest rest;
    private RESTCatalog client;

    @BeforeEach
    void start() {
        rest = new TestingIcebergRest(home.resolve("lake"));
        client = rest.connect(Map.of());
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    @Test
    void commitWhoseAnswerIsLostHappensOnce() throws IOException {
        client.createTable(ORDERS, SCHEMA);
        try (TestingLossyProxy proxy = new TestingLossyProxy(rest.address())) {
            Table table = rest.connect(proxy.address(), Map.of()).loadTable(ORDERS);
            proxy.loseAnswers(1);

            table.newAppend().appendFile(dataFile("a")).commit();

            assertThat(proxy.lostAnswers()).isEqualTo(1);
        }
        assertThat(client.loadTable(ORDERS).snapshots()).hasSize(1);
    }

    @Test
    void commitWhoseAnswersAreAllLostIsOfUnknownStateAndHappensOnce() throws IOException {
        client.createTable(ORDERS, SCHEMA);
        try (TestingLossyProxy proxy = new TestingLossyProxy(rest.address())) {
            Table table = rest.connect(proxy.address(), Map.of("rest.client.max-retries", "1"))
                    .loadTable(ORDERS);
            proxy.loseAnswers(100);

            assertThatThrownBy(() -> table.newAppend().appendFile(dataFile("a")).commit())
                    .isInstanceOf(RuntimeException.class)
                    .isNotInstanceOf(CommitFailedException.class);

            assertThat(proxy.lostAnswers()).isGreaterThan(1);
        }
        assertThat(client.loadTable(ORDERS).snapshots()).hasSize(1);
    }

    @Test
    void repeatedRequestIsAnsweredAgainAndDoneOnce() throws Exception {
        String key = UUID.randomUUID().toString();
        String create = "{\"name\": \"orders\", \"schema\": {\"type\": \"struct\", \"fields\": []}}";

        HttpResponse<String> first = post(TABLES, create, key);
        HttpResponse<String> second = post(TABLES, create, key);
        HttpResponse<String> unlike = post(TABLES, create.replace("orders", "others"), key);
        HttpResponse<String> keyless = post(TABLES, create, UUID.randomUUID().toString());

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("ETag"))
                .isEqualTo(first.headers().firstValue("ETag"));
        assertThat(unlike.statusCode()).isEqualTo(422);
        assertThat(keyless.statusCode()).isEqualTo(409);
    }

    @Test
    void knownVersionIsNotReadAgain() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        String etag = get(TABLES + "/orders", "").headers().firstValue("ETag").orElseThrow();
        String refs = get(TABLES + "/orders?snapshots=refs", "")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        Files.delete(metadataFile(table));

        assertThat(get(TABLES + "/orders", etag).statusCode()).isEqualTo(304);
        assertThat(get(TABLES + "/orders", "\"x\", W/" + etag).statusCode()).isEqualTo(304);
        assertThat(get(TABLES + "/orders", refs).statusCode()).isEqualTo(200);
        assertThat(get(TABLES + "/orders?snapshots=refs", refs).statusCode()).isEqualTo(304);
        assertThat(get(TABLES + "/nothing", etag).statusCode()).isEqualTo(404);
    }

    @Test
    void changedTableHasAnotherEtag() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        String etag = get(TABLES + "/orders", "").headers().firstValue("ETag").orElseThrow();

        table.newAppend().appendFile(dataFile("a")).commit();

        assertThat(get(TABLES + "/orders", etag).statusCode()).isEqualTo(200);
    }

    @Test
    void longBodyIsRefused() throws Exception {
        HttpConfig small = new HttpConfig("127.0.0.1", 0, 48, 1_000, HttpConfig.DEFAULTS.idempotencyLifetime());
        try (TestingIcebergRest limited = new TestingIcebergRest(home.resolve("small"), small)) {
            assertThat(limited.post("/iceberg/v1/lake/namespaces", " ".repeat(1_001))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void oneRequestTooManyIsRefusedForNow() throws Exception {
        HttpConfig one = new HttpConfig("127.0.0.1", 0, 1, 1_000, HttpConfig.DEFAULTS.idempotencyLifetime());
        try (TestingIcebergRest limited = new TestingIcebergRest(home.resolve("one"), one);
                Socket unfinished = new Socket(
                        "127.0.0.1", URI.create("http://" + limited.address()).getPort())) {
            String start = String.join(
                    "\r\n",
                    "POST /iceberg/v1/lake/namespaces HTTP/1.1",
                    "Host: 127.0.0.1",
                    "Expect: 100-continue",
                    "Content-Length: 100",
                    "",
                    "");
            unfinished.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            // The server asks for the body when the request has the place.
            assertThat(new String(unfinished.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100");
            HttpRequest.Builder list = limited.request("/iceberg/v1/lake/namespaces");

            HttpResponse<String> refused = sendUntil(list, 503);

            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.body()).contains("http.max-requests");
            unfinished.close();
            assertThat(sendUntil(list, 200).body()).contains("default");
        }
    }

    /** The server notices at a time of its own what has happened to another connection. */
    private static HttpResponse<String> sendUntil(HttpRequest.Builder request, int status) throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        HttpResponse<String> answer;
        do {
            answer = send(request);
        } while (answer.statusCode() != status && Instant.now().isBefore(deadline));
        assertThat(answer.statusCode()).isEqualTo(status);
        return answer;
    }

    private HttpResponse<String> post(String path, String body, String key) throws Exception {
        return send(rest.request(path).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path, String ifNoneMatch) throws Exception {
        HttpRequest.Builder request = rest.request(path).GET();
        return send(ifNoneMatch.isEmpty() ? request : request.header("If-None-Match", ifNoneMatch));
    }
}
