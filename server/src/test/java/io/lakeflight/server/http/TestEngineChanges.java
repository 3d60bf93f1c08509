package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.server.control.EngineFence;
import io.lakeflight.storage.DirectoryFileIO;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engine may change over HTTP before and after it was revoked. */
@Timeout(30)
class TestEngineChanges {
    private static final Namespace SALES = Namespace.of("sales");

    @TempDir
    Path home;

    private final EngineFence fence = new EngineFence();
    private Catalogs catalogs;
    private HttpServer server;

    @BeforeEach
    void start() {
        catalogs = Catalogs.of(LakeCatalog.open("lake", home));
        server = HttpServer.start(new HttpConfig("127.0.0.1", 0), catalogs, fence, () -> true);
        fence.admit("e-1", "token");
    }

    @AfterEach
    void stop() {
        server.close();
        catalogs.close();
    }

    @Test
    void revokedEngineReadsButDoesNotWrite() throws IOException {
        try (RESTCatalog engine = connect(Map.of("header.X-Lakeflight-Engine", "e-1"));
                RESTCatalog stranger = connect(Map.of())) {
            engine.createNamespace(SALES);

            fence.revoke("e-1", Duration.ZERO);

            assertThatThrownBy(() -> engine.dropNamespace(SALES))
                    .isInstanceOf(ForbiddenException.class)
                    .hasMessageContaining("e-1");
            assertThat(engine.namespaceExists(SALES)).isTrue();
            assertThat(stranger.dropNamespace(SALES)).isTrue();
        }
    }

    @Test
    void onlyGenuineEnginesAreToldCredentials() throws IOException {
        addStore("http://127.0.0.1:1", CatalogDefinition.DEFAULT_TIMEOUT);

        assertThat(config("e-1", "token"))
                .containsEntry("s3.secret-access-key", "hush")
                .containsKey("io-impl");
        for (Map<String, String> told :
                List.of(config("e-1", "guess"), config("e-2", "token"), config("", ""), properties(Map.of()))) {
            assertThat(told).containsEntry("s3.endpoint", "http://127.0.0.1:1").doesNotContainKeys("io-impl");
            assertThat(told.values()).doesNotContain("hush", "id");
        }
        fence.revoke("e-1", Duration.ZERO);
        assertThat(config("e-1", "token")).doesNotContainKey("s3.secret-access-key");
    }

    private Map<String, String> config(String engineId, String token) throws IOException {
        return properties(Map.of("header.X-Lakeflight-Engine", engineId, "header.X-Lakeflight-Engine-Token", token));
    }

    private Map<String, String> properties(Map<String, String> headers) throws IOException {
        Map<String, String> asked = new HashMap<>(headers);
        asked.put("warehouse", "store");
        asked.put("uri", "http://" + server.address() + "/iceberg");
        try (RESTCatalog client = new RESTCatalog()) {
            client.initialize("store", asked);
            Map<String, String> properties = new HashMap<>(client.properties());
            properties.keySet().removeAll(headers.keySet());
            return properties;
        }
    }

    @Test
    void tableIsNotCreatedInAStoreThatRefusesConnectionsAndNobodyAsksAgain() throws IOException {
        addStore("http://127.0.0.1:1", Duration.ofSeconds(5));

        for (Map<String, String> caller : List.of(engine(), Map.<String, String>of())) {
            try (RESTCatalog client = connect("store", caller)) {
                long begun = System.nanoTime();
                assertThatThrownBy(() -> client.createTable(TableIdentifier.of("default", "t"), new Schema()))
                        .isInstanceOf(RESTException.class)
                        .hasMessageContaining("424")
                        .hasMessageContaining(
                                "Catalog \"store\" is not available: its object store refuses connections");
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void engineDoesNotAskAgainForWhatMayHaveHappened() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RESTCatalog client = connect("store", engine(), silent.getLocalPort())) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> client.createTable(TableIdentifier.of("default", "t"), new Schema()))
                    .isInstanceOf(ServiceFailureException.class)
                    .hasMessageContaining("Catalog \"store\" is not available: it did not answer within 1000 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        }
    }

    private RESTCatalog connect(String catalog, Map<String, String> headers, int storePort) {
        addStore("http://127.0.0.1:" + storePort, Duration.ofSeconds(1));
        return connect(catalog, headers);
    }

    private static Map<String, String> engine() {
        return Map.of("header.X-Lakeflight-Engine", "e-1");
    }

    private void addStore(String endpoint, Duration timeout) {
        Map<String, String> properties = Map.of(
                "warehouse", "s3://bucket/x",
                "s3.endpoint", endpoint,
                "s3.access-key-id", "id",
                "s3.secret-access-key", "hush");
        catalogs.add(LakeCatalog.open(new CatalogDefinition("store", CatalogType.INTERNAL, properties, timeout), home));
    }

    @Test
    void changeThatHasBegunIsWaitedFor() throws Exception {
        catalogs.add(LakeCatalog.open(
                new CatalogDefinition(
                        "paused",
                        CatalogType.INTERNAL,
                        Map.of("io-impl", TestingPausedFiles.class.getName()),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home));
        HttpRequest creation = HttpRequest.newBuilder(
                        URI.create("http://" + server.address() + "/iceberg/v1/paused/namespaces/default/tables"))
                .header("X-Lakeflight-Engine", "e-1")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\": \"t\", \"schema\": {\"type\": \"struct\", \"fields\": []}}"))
                .build();

        Future<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(creation, HttpResponse.BodyHandlers.ofString());
        TestingPausedFiles.REACHED.await();
        assertThat(fence.revoke("e-1", Duration.ofMillis(100))).isFalse();
        TestingPausedFiles.RESUMED.countDown();

        assertThat(fence.revoke("e-1", Duration.ofSeconds(10))).isTrue();
        assertThat(catalogs.tables("paused", "default")).hasSize(1);
        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    /** Files of a directory, of which the first is not written before the test says so. */
    public static final class TestingPausedFiles implements FileIO {
        private static final CountDownLatch REACHED = new CountDownLatch(1);
        private static final CountDownLatch RESUMED = new CountDownLatch(1);
        private static final long serialVersionUID = 1;

        private final DirectoryFileIO files = new DirectoryFileIO();

        @Override
        public InputFile newInputFile(String location) {
            return files.newInputFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            REACHED.countDown();
            try {
                RESUMED.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return files.newOutputFile(location);
        }

        @Override
        public void deleteFile(String location) {
            files.deleteFile(location);
        }

        @Override
        public Map<String, String> properties() {
            return Map.of();
        }
    }

    private RESTCatalog connect(Map<String, String> properties) {
        return connect("lake", properties);
    }

    private RESTCatalog connect(String name, Map<String, String> properties) {
        RESTCatalog catalog = new RESTCatalog();
        catalog.setConf(new Configuration());
        Map<String, String> all = new HashMap<>(properties);
        all.put(CatalogProperties.URI, "http://" + server.address() + "/iceberg");
        all.put(CatalogProperties.WAREHOUSE_LOCATION, name);
        catalog.initialize(name, all);
        return catalog;
    }
}
