package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST service does when answers are lost, names are hostile, and locations lead elsewhere. */
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "it's",
                "\"q\"",
                "`b`",
                "a/b",
                "../../up",
                "..\\up",
                "höhe 表 \uD83D\uDE00",
                "%2e%2e",
                "a b+c?d#e;f=g&h"
            })
    void anyNameIsHarmless(String name) throws IOException {
        Namespace namespace = Namespace.of(name, name);
        TableIdentifier table = TableIdentifier.of(namespace, name);
        client.createNamespace(Namespace.of(name));
        client.createNamespace(namespace);

        Table created = client.createTable(table, SCHEMA);
        created.newAppend().appendFile(dataFile("a")).commit();

        assertThat(client.listNamespaces()).containsExactlyInAnyOrder(DEFAULT, Namespace.of(name));
        assertThat(client.listNamespaces(Namespace.of(name))).containsExactly(namespace);
        assertThat(client.listTables(namespace)).containsExactly(table);
        assertThat(client.loadTable(table).uuid()).isEqualTo(created.uuid());
        assertThat(client.loadNamespaceMetadata(namespace).get("location"))
                .matches("file:[\\w./-]*/warehouse/[\\w./-]*");
        assertThat(created.location()).startsWith(rest.warehouse() + "/").doesNotContain("..");
        client.dropTable(table, true);
        assertThat(client.dropNamespace(namespace)).isTrue();
        assertThat(client.dropNamespace(Namespace.of(name))).isTrue();
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("lake"));
        }
    }

    @Test
    void longNamesAreHarmless() {
        TableIdentifier longest = TableIdentifier.of(DEFAULT, "表".repeat(255));
        TableIdentifier tooLong = TableIdentifier.of(DEFAULT, "x".repeat(256));

        client.createTable(longest, SCHEMA).newAppend().commit();

        assertThat(client.loadTable(longest).currentSnapshot()).isNotNull();
        assertThatThrownBy(() -> client.createTable(tooLong, SCHEMA)).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> client.renameTable(longest, tooLong)).isInstanceOf(BadRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a\nb", "\u001D", "\u0000"})
    void unusableNamesAreRefused(String name) throws Exception {
        String escaped = name.replace("\n", "\\n").replace("\u001D", "\\u001d").replace("\u0000", "\\u0000");
        String schema = ", \"schema\": {\"type\": \"struct\", \"fields\": []}}";

        assertThat(post(TABLES, "{\"name\": \"" + escaped + "\"" + schema).statusCode())
                .isEqualTo(400);
        assertThat(post("/iceberg/v1/lake/namespaces", "{\"namespace\": [\"" + escaped + "\"]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void dotsInThePathDoNotReachAnotherCall() throws Exception {
        client.createNamespace(Namespace.of("empty"));

        HttpResponse<String> drop =
                send(request("/iceberg/v1/lake/namespaces/empty/tables/%2e%2e/").DELETE());
        HttpResponse<String> plain =
                send(request("/iceberg/v1/lake/namespaces/empty/tables/..").DELETE());

        assertThat(List.of(drop.statusCode(), plain.statusCode())).containsOnly(400);
        assertThat(client.namespaceExists(Namespace.of("empty"))).isTrue();
    }

    @Test
    void nothingIsCreatedInTheInformationSchema() {
        for (String name : List.of("information_schema", "Information_Schema")) {
            assertThatThrownBy(() -> client.createNamespace(Namespace.of(name)))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("describes the catalog");
        }
    }

    @Test
    void classesToPlaceFilesByAreRefused() {
        Table table = client.createTable(ORDERS, SCHEMA);

        assertThatThrownBy(() -> table.updateProperties()
                        .set("write.location-provider.impl", "java.lang.String")
                        .commit())
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("write.location-provider.impl");
        assertThatThrownBy(() -> client.buildTable(TableIdentifier.of(DEFAULT, "other"), SCHEMA)
                        .withProperty("write.location-provider.impl", "java.lang.String")
                        .create())
                .isInstanceOf(BadRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/etc",
                "/etc/x",
                "%s",
                "%s/../x",
                "%s/%%2E%%2e/x",
                "%s-beside/x",
                "s3://bucket/x",
                "relative"
            })
    void locationsOutsideAreRefused(String template) throws Exception {
        String outside = String.format(template, rest.warehouse());
        Table table = client.createTable(ORDERS, SCHEMA);
        TableIdentifier other = TableIdentifier.of(DEFAULT, "other");

        assertThatThrownBy(() ->
                        client.buildTable(other, SCHEMA).withLocation(outside).create())
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> client.buildTable(other, SCHEMA)
                        .withProperty("write.data.path", outside)
                        .create())
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> client.buildTable(other, SCHEMA)
                        .withLocation(outside)
                        .createTransaction()
                        .commitTransaction())
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> table.updateLocation().setLocation(outside).commit())
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> table.updateProperties()
                        .set("write.metadata.path", outside)
                        .commit())
                .isInstanceOf(BadRequestException.class);
        assertThat(post(
                                "/iceberg/v1/lake/namespaces/default/register",
                                "{\"name\": \"r\", \"metadata-location\": \"" + outside + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThatThrownBy(() -> client.buildView(other)
                        .withSchema(SCHEMA)
                        .withDefaultNamespace(DEFAULT)
                        .withQuery("spark", "SELECT 1 AS id")
                        .withLocation(outside)
                        .create())
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> client.createNamespace(Namespace.of("n"), new HashMap<>(Map.of("location", outside))))
                .isInstanceOf(BadRequestException.class);
        assertThat(client.listTables(DEFAULT)).containsExactly(ORDERS);
    }

    @Test
    void purgeDeletesNothingOutside() throws IOException {
        Path outside = Files.writeString(home.resolve("precious.parquet"), "precious");
        Table table = client.createTable(ORDERS, SCHEMA);
        table.newAppend().appendFile(dataFile("file:" + outside)).commit();

        client.dropTable(ORDERS, true);

        assertThat(outside).exists();
        assertThat(metadataFile(table)).doesNotExist();
    }

    @Test
    void registeredMetadataMayNotLeadOutside() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        String metadata = Files.readString(metadataFile(table));
        Path forged = metadataFile(table).resolveSibling("forged.metadata.json");
        Files.writeString(forged, metadata.replace(table.location(), "file:/etc/lake"));
        Path garbage = Files.writeString(forged.resolveSibling("garbage.metadata.json"), "{\"a\":");

        for (String file : List.of("file:" + forged, "file:" + garbage)) {
            String body = "{\"name\": \"r\", \"metadata-location\": \"" + file + "\"}";
            assertThat(post("/iceberg/v1/lake/namespaces/default/register", body)
                            .statusCode())
                    .isEqualTo(400);
        }
        String missing = "{\"name\": \"r\", \"metadata-location\": \"file:" + forged + ".not\"}";
        assertThat(post("/iceberg/v1/lake/namespaces/default/register", missing).statusCode())
                .isEqualTo(404);
        assertThat(client.listTables(DEFAULT)).containsExactly(ORDERS);
    }

    @Test
    void registrationMayReplaceATable() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        String before = "file:" + metadataFile(table);
        table.newAppend().appendFile(dataFile("a")).commit();
        String body = "{\"name\": \"orders\", \"metadata-location\": \"" + before + "\"";

        assertThat(post("/iceberg/v1/lake/namespaces/default/register", body + "}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(post("/iceberg/v1/lake/namespaces/default/register", body + ", \"overwrite\": true}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.loadTable(ORDERS).currentSnapshot()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "{\"name\": null}", "{\"name\": 1, \"schema\": 2}", "\u0000", "{\"a\":"})
    void malformedBodiesAreTheClientsFault(String body) throws Exception {
        client.createTable(ORDERS, SCHEMA);
        List<String> calls = List.of(
                "namespaces",
                "namespaces/default/properties",
                "namespaces/default/tables",
                "namespaces/default/tables/orders",
                "namespaces/default/tables/orders/metrics",
                "namespaces/default/register",
                "namespaces/default/views",
                "namespaces/default/views/orders",
                "namespaces/default/register-view",
                "tables/rename",
                "views/rename",
                "transactions/commit");

        for (String call : calls) {
            HttpResponse<String> answer = post("/iceberg/v1/lake/" + call, body);
            assertThat(answer.statusCode()).as("%s %s", call, answer.body()).isBetween(200, 499);
        }
    }

    @Test
    void pageParametersAreChecked() throws Exception {
        assertThat(get(TABLES + "?pageSize=0", "").statusCode()).isEqualTo(400);
        assertThat(get(TABLES + "?pageSize=x", "").statusCode()).isEqualTo(400);
        assertThat(get(TABLES + "?pageToken=%20&pageSize=1", "").statusCode()).isEqualTo(400);
        assertThat(get(TABLES + "/orders?snapshots=some", "").statusCode()).isEqualTo(400);
        assertThat(get(TABLES + "?pageToken=&pageSize=1", "").statusCode()).isEqualTo(200);
    }

    @Test
    void longBodyIsRefused() throws Exception {
        HttpConfig small = new HttpConfig("127.0.0.1", 0, 48, 1_000, HttpConfig.DEFAULTS.idempotencyLifetime());
        try (TestingIcebergRest limited = new TestingIcebergRest(home.resolve("small"), small)) {
            URI address = URI.create("http://" + limited.address() + "/iceberg/v1/lake/namespaces");
            HttpRequest request = HttpRequest.newBuilder(address)
                    .POST(HttpRequest.BodyPublishers.ofString(" ".repeat(1_001)))
                    .build();

            assertThat(send(request).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void oneRequestTooManyIsRefusedForNow() throws Exception {
        HttpConfig one = new HttpConfig("127.0.0.1", 0, 1, 1_000, HttpConfig.DEFAULTS.idempotencyLifetime());
        try (TestingIcebergRest limited = new TestingIcebergRest(home.resolve("one"), one);
                Socket unfinished = new Socket(
                        "127.0.0.1", URI.create("http://" + limited.address()).getPort())) {
            String start =
                    "POST /iceberg/v1/lake/namespaces HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n";
            unfinished.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            // The server asks for the body when the request has the place.
            assertThat(new String(unfinished.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100");
            HttpRequest list = HttpRequest.newBuilder(
                            URI.create("http://" + limited.address() + "/iceberg/v1/lake/namespaces"))
                    .build();

            HttpResponse<String> refused = sendUntil(list, 503);

            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.body()).contains("http.max-requests");
            unfinished.close();
            assertThat(sendUntil(list, 200).body()).contains("default");
        }
    }

    /** The server notices at a time of its own what has happened to another connection. */
    private static HttpResponse<String> sendUntil(HttpRequest request, int status) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Instant deadline = Instant.now().plusSeconds(30);
        HttpResponse<String> answer;
        do {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        } while (answer.statusCode() != status && Instant.now().isBefore(deadline));
        assertThat(answer.statusCode()).isEqualTo(status);
        return answer;
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> post(String path, String body, String key) throws Exception {
        return send(request(path).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path, String ifNoneMatch) throws Exception {
        HttpRequest.Builder request = request(path).GET();
        return send(ifNoneMatch.isEmpty() ? request : request.header("If-None-Match", ifNoneMatch));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + rest.address() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Path metadataFile(Table table) {
        String location = ((BaseTable) table).operations().current().metadataFileLocation();
        return Path.of(location.substring("file:".length()));
    }

    /** A file that nobody reads. */
    private static DataFile dataFile(String path) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(path)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(100)
                .withRecordCount(10)
                .build();
    }
}
