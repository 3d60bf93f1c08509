package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.server.control.EngineFence;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take longer to send a request than its catalog may take to answer it. */
@Timeout(30)
class TestSlowClients {
    private static final Duration CATALOG_TIMEOUT = Duration.ofMillis(300);
    private static final int PLACES = 3;
    private static final String BODY = "{\"namespace\":[\"n%d\"]}";

    @TempDir
    Path home;

    private final List<Socket> clients = new ArrayList<>();
    private final EngineFence fence = new EngineFence();
    private LakeCatalog theirs;
    private HttpServer server;

    @BeforeEach
    void start() {
        theirs = LakeCatalog.open(
                new CatalogDefinition(
                        "theirs",
                        CatalogType.HADOOP,
                        Map.of("warehouse", "file:" + home.resolve("theirs")),
                        CATALOG_TIMEOUT),
                home);
        fence.admit("engine-1", "token");
        HttpConfig config = new HttpConfig(
                "127.0.0.1", 0, PLACES, HttpConfig.DEFAULTS.maxBodyBytes(), HttpConfig.DEFAULTS.idempotencyLifetime());
        server = HttpServer.start(config, Catalogs.of(theirs), fence, () -> true);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
        theirs.close();
    }

    @Test
    void catalogIsNotBlamedForThem() throws IOException {
        for (int number = 0; number < 3; number++) {
            begin(number);
        }
        for (Socket client : clients) {
            client.setSoTimeout((int) CATALOG_TIMEOUT.toMillis());
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }

        for (int number = 0; number < 3; number++) {
            assertThat(finish(number)).isEqualTo("HTTP/1.1 200");
        }
        assertThat(theirs.call(() -> theirs.namespaces().listNamespaces()))
                .contains(Namespace.of("n0"), Namespace.of("n1"), Namespace.of("n2"));
    }

    @Test
    void enginesHavePlacesOfTheirOwn() throws Exception {
        for (int number = 0; number < PLACES; number++) {
            begin(number);
            // Nothing is done for a request before the first byte of its body is there.
            clients.get(number).getOutputStream().write('{');
        }
        HttpRequest.Builder list =
                HttpRequest.newBuilder(URI.create("http://" + server.address() + "/iceberg/v1/theirs/namespaces"));
        HttpRequest.Builder engine = list.copy()
                .header(EngineProtocol.ENGINE_HEADER, "engine-1")
                .header(EngineProtocol.ENGINE_TOKEN_HEADER, "token");
        HttpRequest.Builder forged = list.copy()
                .header(EngineProtocol.ENGINE_HEADER, "engine-1")
                .header(EngineProtocol.ENGINE_TOKEN_HEADER, "guessed");

        // The places are taken once the server has read the clients' first lines.
        while (TestingIcebergRest.send(list).statusCode() != 503) {
            Thread.onSpinWait();
        }

        assertThat(TestingIcebergRest.send(engine).statusCode()).isEqualTo(200);
        assertThat(TestingIcebergRest.send(forged).statusCode()).isEqualTo(503);
    }

    @Test
    void bodyThatDripsIsRefused() throws Exception {
        begin(0);
        Socket client = clients.get(0);
        String answer = "";
        try {
            client.setSoTimeout(100);
            while (answer.isEmpty()) {
                client.getOutputStream().write('{');
                answer = read(client);
            }
        } catch (SocketException e) {
            answer = "closed";
        }

        assertThat(answer).isIn("HTTP/1.1 408", "HTTP/1.1 400", "closed");
    }

    private static String read(Socket client) throws IOException {
        try {
            return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    private void begin(int number) throws IOException {
        Socket client = new Socket("127.0.0.1", server.port());
        clients.add(client);
        String head = """
            POST /iceberg/v1/theirs/namespaces HTTP/1.1\r
            Host: 127.0.0.1\r
            Content-Type: application/json\r
            Content-Length: %d\r
            \r
            """.formatted(BODY.formatted(number).length());
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    /** The beginning of the answer. */
    private String finish(int number) throws IOException {
        Socket client = clients.get(number);
        client.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        client.getOutputStream().write(BODY.formatted(number).getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
}
