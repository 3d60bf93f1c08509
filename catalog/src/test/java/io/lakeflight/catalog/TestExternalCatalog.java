package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TestExternalCatalog {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final TableIdentifier ORDERS = TableIdentifier.of("sales", "orders");

    @TempDir
    private Path home;

    @Test
    void jdbcCatalogIsServed() {
        Map<String, String> properties = Map.of(
                "uri", "jdbc:sqlite:" + home.resolve("theirs.db"), "warehouse", "file:" + home.resolve("theirs"));
        try (LakeCatalog theirs = open(CatalogType.JDBC, properties)) {
            createOrders(theirs);

            assertThat(Catalogs.of(theirs).tables("theirs", "sales"))
                    .extracting(entry -> entry.name().table())
                    .containsExactly("orders");
            assertThat(Catalogs.of(theirs).closestNames("order", "theirs", "sales"))
                    .containsExactly(new TableName("theirs", "sales", "orders"));
            assertThat(Catalogs.of(theirs).closestNames("order", "theirs", "nowhere"))
                    .isEmpty();
        }
    }

    @Test
    void hadoopCatalogIsServedAndHasNoViews() {
        Map<String, String> properties = Map.of("warehouse", "file:" + home.resolve("theirs"));
        try (LakeCatalog theirs = open(CatalogType.HADOOP, properties)) {
            createOrders(theirs);

            assertThat(Catalogs.of(theirs).schemas("theirs")).containsExactly("sales");
            assertThat(Catalogs.of(theirs).loadSchema(new TableName("theirs", "sales", "orders")))
                    .isPresent();
            assertThat(theirs.views().listViews(Namespace.of("sales"))).isEmpty();
            assertThatThrownBy(() -> theirs.views().buildView(ORDERS))
                    .hasMessageContaining("\"theirs\"")
                    .hasMessageContaining("views");
        }
    }

    @Test
    void hadoopCatalogThatIsNewHasNoSchemasAndTakesWhatSparkSends() {
        Map<String, String> properties = Map.of("warehouse", "file:" + home.resolve("theirs"));
        try (LakeCatalog theirs = open(CatalogType.HADOOP, properties)) {
            assertThat(theirs.call(() -> theirs.namespaces().listNamespaces())).isEmpty();

            theirs.namespaces().createNamespace(Namespace.of("sales"), Map.of("owner", "anna"));
            assertThat(theirs.namespaces().listNamespaces()).containsExactly(Namespace.of("sales"));
            assertThatThrownBy(() -> theirs.namespaces()
                            .createNamespace(Namespace.of("eu"), Map.of("comment", "x", "owner", "a")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("\"theirs\"")
                    .hasMessageContaining("comment");
        }
    }

    @Test
    void jdbcCatalogOfTheOlderLayoutHasNoViewsAndKeepsItsLayout() {
        Map<String, String> properties = Map.of(
                "uri", "jdbc:sqlite:" + home.resolve("theirs.db"), "warehouse", "file:" + home.resolve("theirs"));
        try (LakeCatalog theirs = open(CatalogType.JDBC, properties)) {
            createOrders(theirs);

            assertThat(theirs.views().listViews(Namespace.of("sales"))).isEmpty();
            assertThat(theirs.views().viewExists(ORDERS)).isFalse();
            assertThatThrownBy(() -> theirs.views().loadView(ORDERS)).isInstanceOf(NoSuchViewException.class);
            assertThatThrownBy(() -> theirs.views().buildView(ORDERS))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("\"theirs\"");
            assertThat(Catalogs.of(theirs).loadSchema(new TableName("theirs", "sales", "missing")))
                    .isEmpty();
        }
    }

    @Test
    void damagedDatabaseIsToldAtOnce() throws IOException {
        Path database = Files.writeString(home.resolve("theirs.db"), "no database at all ".repeat(100));
        Map<String, String> properties =
                Map.of("uri", "jdbc:sqlite:" + database, "warehouse", "file:" + home.resolve("theirs"));
        try (LakeCatalog theirs = open(CatalogType.JDBC, properties)) {
            assertThatThrownBy(() -> theirs.call(() -> theirs.tables().loadTable(ORDERS)))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessage("Catalog \"theirs\" is not available: its database is damaged");
        }
    }

    @Test
    void missingDriverIsTold() {
        Map<String, String> properties = Map.of("uri", "jdbc:h2:/x?password=hush", "warehouse", "/x");
        try (LakeCatalog theirs = open(CatalogType.JDBC, properties)) {
            assertThatThrownBy(() -> theirs.call(theirs::tables))
                    .isInstanceOf(CatalogUnusableException.class)
                    .hasMessageContaining("no driver")
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void databaseThatCannotBeOpenedIsToldWithoutItsPassword() {
        Map<String, String> properties =
                Map.of("uri", "jdbc:sqlite:/nonexistent/x.db?password=hush", "warehouse", "/x");
        try (LakeCatalog theirs = open(CatalogType.JDBC, properties)) {
            assertThatThrownBy(() -> theirs.call(theirs::tables))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("the file of its database cannot be opened")
                    .hasMessageNotContaining("hush")
                    .hasMessageNotContaining("Exception");
        }
    }

    @Test
    void missingClientIsNamed() {
        try (LakeCatalog theirs = open(CatalogType.NESSIE, Map.of())) {
            assertThatThrownBy(() -> theirs.call(theirs::tables))
                    .isInstanceOf(CatalogUnusableException.class)
                    .hasMessageContaining("\"theirs\"")
                    .hasMessageContaining("nessie")
                    .hasMessageContaining("not installed");
        }
    }

    @Test
    void catalogThatNeverAnswersIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LakeCatalog theirs = open(
                        CatalogType.REST,
                        Map.of("uri", "http://127.0.0.1:" + silent.getLocalPort()),
                        Duration.ofMillis(200))) {
            Catalogs catalogs = Catalogs.of(theirs);
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(() -> catalogs.schemas("theirs"))
                        .isInstanceOf(CatalogUnavailableException.class)
                        .hasMessageContaining("\"theirs\"")
                        .hasMessageContaining("200 ms");
            }

            assertThatThrownBy(() -> catalogs.schemas("theirs"))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("moments ago");
        }
    }

    @Test
    void deletingTheFilesOfATableMayTakeLongerThanTheTimeout() {
        Map<String, String> properties = new HashMap<>(CountingFileIO.properties("slow"));
        properties.put("uri", "jdbc:sqlite:" + home.resolve("theirs.db"));
        properties.put("warehouse", "file:" + home.resolve("theirs"));
        Duration timeout = Duration.ofSeconds(2);
        try (LakeCatalog theirs = open(CatalogType.JDBC, properties, timeout)) {
            createOrders(theirs);
            Semaphore never = new Semaphore(0);
            CountingFileIO.beforeNextDeletion("slow", () -> assertThatCode(
                            () -> never.tryAcquire(timeout.toMillis() + 500, TimeUnit.MILLISECONDS))
                    .doesNotThrowAnyException());

            assertThat(theirs.callDeleting(() -> theirs.tables().dropTable(ORDERS, true)))
                    .isTrue();
        }
    }

    @Test
    void catalogThatRefusesConnectionsIsNamedWithoutItsPassword() throws IOException {
        int closed;
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            closed = port.getLocalPort();
        }
        Map<String, String> properties = Map.of("uri", "http://127.0.0.1:" + closed, "token", "hush");
        try (LakeCatalog theirs = open(CatalogType.REST, properties)) {
            assertThatThrownBy(() -> Catalogs.of(theirs).schemas("theirs"))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageContaining("refuses connections")
                    .hasMessageNotContaining("hush");
            assertThat(theirs.definition().toString()).doesNotContain("hush");
        }
    }

    @Test
    void tableIsMissingAlsoToWhoMayNotListSchemas() throws IOException {
        Map<String, String> answers = Map.of(
                "/v1/config", "200 {\"defaults\": {}, \"overrides\": {}}",
                "/v1/namespaces",
                        "403 {\"error\": {\"message\": \"no\", \"type\": \"ForbiddenException\", \"code\": 403}}");
        String missing = "404 {\"error\": {\"message\": \"gone\", \"type\": \"NoSuchTableException\", \"code\": 404}}";
        HttpServer service = service(answers, missing);
        Map<String, String> properties =
                Map.of("uri", "http://127.0.0.1:" + service.getAddress().getPort());
        try (LakeCatalog theirs = open(CatalogType.REST, properties)) {
            assertThatThrownBy(() -> theirs.call(() -> theirs.tables().loadTable(ORDERS)))
                    .isInstanceOf(NoSuchTableException.class);
        } finally {
            service.stop(0);
        }
    }

    /** What the service refuses is this server, whoever asks, and its words may hold what it was sent. */
    @ParameterizedTest
    @CsvSource({"401, NotAuthorizedException", "403, ForbiddenException"})
    void refusedCredentialsAreToldOfTheCatalogAndAreNotTold(int status, String type) throws IOException {
        Map<String, String> answers = Map.of("/v1/config", "200 {\"defaults\": {}, \"overrides\": {}}");
        HttpServer service = service(
                answers,
                "%d {\"error\": {\"message\": \"bearer hush is not welcome\", \"type\": \"%s\", \"code\": %d}}"
                        .formatted(status, type, status));
        Map<String, String> properties =
                Map.of("uri", "http://127.0.0.1:" + service.getAddress().getPort(), "token", "hush");
        try (LakeCatalog theirs = open(CatalogType.REST, properties)) {
            for (int call = 0; call < 3; call++) {
                assertThatThrownBy(() -> theirs.call(() -> theirs.tables().loadTable(ORDERS)))
                        .isInstanceOf(CatalogUnavailableException.class)
                        .hasMessage("Catalog \"theirs\" is not available: its service refuses the credentials");
            }
            assertThatThrownBy(() -> theirs.callDeleting(() -> theirs.tables().dropTable(ORDERS, true)))
                    .isInstanceOf(CatalogUnavailableException.class)
                    .hasMessageNotContaining("hush");
        } finally {
            service.stop(0);
        }
    }

    /** @param answers status and body by path */
    private static HttpServer service(Map<String, String> answers, String otherwise) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            String answer = answers.getOrDefault(exchange.getRequestURI().getPath(), otherwise);
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        return service;
    }

    @Test
    void schemasAreListedForTheFirstMissOnly() throws IOException {
        AtomicInteger lists = new AtomicInteger();
        HttpServer service = serviceWithoutTables(lists::incrementAndGet);
        try (LakeCatalog theirs = open(CatalogType.REST, uri(service))) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> theirs.call(() -> theirs.tables().loadTable(ORDERS)))
                        .isInstanceOf(NoSuchTableException.class);
            }
        } finally {
            service.stop(0);
        }
        assertThat(lists).hasValue(1);
    }

    @Test
    void missesPutNoCatalogOutOfReachThatListsItsSchemasSlowly() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        HttpServer service = serviceWithoutTables(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (LakeCatalog theirs = open(CatalogType.REST, uri(service), Duration.ofSeconds(1))) {
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> theirs.call(() -> theirs.tables().loadTable(ORDERS)))
                        .isInstanceOf(NoSuchTableException.class);
            }
        } finally {
            end.countDown();
            service.stop(0);
        }
    }

    private static Map<String, String> uri(HttpServer service) {
        return Map.of("uri", "http://127.0.0.1:" + service.getAddress().getPort());
    }

    /** @param onList what happens before its schemas are told */
    private static HttpServer serviceWithoutTables(Runnable onList) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/namespaces")) {
                onList.run();
            }
            String answer =
                    switch (path) {
                        case "/v1/config" -> "{\"defaults\": {}, \"overrides\": {}}";
                        case "/v1/namespaces" -> "{\"namespaces\": [[\"s\"]]}";
                        case "/v1/namespaces/s" -> "{\"namespace\": [\"s\"], \"properties\": {}}";
                        default ->
                            "{\"error\": {\"message\": \"gone\", \"type\": \"NoSuchTableException\", \"code\": 404}}";
                    };
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.contains("404") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.setExecutor(Executors.newCachedThreadPool());
        service.start();
        return service;
    }

    @Test
    void answersOfTheCatalogAreNotTakenForFailures() {
        Map<String, String> properties = Map.of("warehouse", "file:" + home.resolve("theirs"));
        try (LakeCatalog theirs = open(CatalogType.HADOOP, properties)) {
            for (int call = 0; call < 5; call++) {
                assertThatThrownBy(() -> theirs.call(() -> theirs.tables().loadTable(ORDERS)))
                        .isInstanceOf(NoSuchTableException.class);
            }
            assertThat(theirs.call(() -> List.of(1))).containsExactly(1);
        }
    }

    @Test
    void badNameIsRefused() {
        for (String name : List.of("", "Lake", "a.b", "1a", "a-b", "a".repeat(64))) {
            assertThatThrownBy(() -> CatalogDefinition.internal(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "state/control.db, theirs, is at uri",
        "state/catalogs/lake.db, theirs, is at uri",
        "link/control.db, theirs, is at uri",
        "theirs.db?mode=rwc, logs, The warehouse of",
        "theirs.db, link, The warehouse of",
    })
    void whatIsTheServersOwnIsNoCatalog(String database, String warehouse, String problem) throws IOException {
        Files.createDirectories(home.resolve("state"));
        Files.createSymbolicLink(home.resolve("link"), home.resolve("state"));
        for (String prefix : List.of("", "file:")) {
            Map<String, String> properties = Map.of(
                    "uri", "jdbc:sqlite:" + prefix + home.resolve(database),
                    "warehouse", prefix + home.resolve(warehouse));
            CatalogDefinition definition =
                    new CatalogDefinition("theirs", CatalogType.JDBC, properties, CatalogDefinition.DEFAULT_TIMEOUT);

            assertThatThrownBy(() -> open(CatalogType.JDBC, properties))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(problem)
                    .hasMessageContaining("atalog \"theirs\"");
            // As of a configuration that was taken before.
            try (LakeCatalog unopened =
                    LakeCatalog.unopened(definition, home, CatalogCaches.of(CacheConfig.DEFAULTS))) {
                assertThatThrownBy(() -> unopened.call(unopened::namespaces)).hasMessageContaining(problem);
            }
        }
        assertThat(home.resolve("state/control.db")).doesNotExist();
    }

    /** A purge goes by what clients have written into the table's metadata. */
    @ParameterizedTest
    @EnumSource(names = {"JDBC", "HADOOP"})
    void purgeLeavesFilesOutsideTheWarehouse(CatalogType type) throws IOException {
        Path warehouse = home.resolve("theirs");
        Path outside = Files.writeString(home.resolve("outside.parquet"), "of somebody else");
        Map<String, String> properties = new HashMap<>(Map.of("warehouse", "file:" + warehouse));
        if (type == CatalogType.JDBC) {
            properties.put("uri", "jdbc:sqlite:" + home.resolve("theirs.db"));
        }
        try (LakeCatalog theirs = open(type, properties)) {
            createOrders(theirs);
            Table orders = theirs.tables().loadTable(ORDERS);
            Path inside = Files.writeString(warehouse.resolve("inside.parquet"), "of the table");
            orders.newAppend()
                    .appendFile(file(orders, inside))
                    .appendFile(file(orders, outside))
                    .commit();

            assertThat(theirs.tables().dropTable(ORDERS, true)).isTrue();

            assertThat(outside).exists();
            assertThat(inside).doesNotExist();
            assertThat(theirs.tables().tableExists(ORDERS)).isFalse();
        }
    }

    private static DataFile file(Table table, Path path) {
        return DataFiles.builder(table.spec())
                .withPath("file:" + path)
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .build();
    }

    @Test
    void installationIsNoWarehouse() {
        System.setProperty("lakeflight.installation", home.resolve("installed").toString());
        try {
            for (String place : List.of("installed/conf", "installed")) {
                assertThatThrownBy(() -> open(
                                CatalogType.HADOOP,
                                Map.of("warehouse", home.resolve(place).toString())))
                        .hasMessageContaining("which is the server's own");
            }
        } finally {
            System.clearProperty("lakeflight.installation");
        }
    }

    private LakeCatalog open(CatalogType type, Map<String, String> properties) {
        return open(type, properties, CatalogDefinition.DEFAULT_TIMEOUT);
    }

    private LakeCatalog open(CatalogType type, Map<String, String> properties, Duration timeout) {
        return LakeCatalog.open(new CatalogDefinition("theirs", type, properties, timeout), home);
    }

    private static void createOrders(LakeCatalog catalog) {
        catalog.call(() -> {
            catalog.namespaces().createNamespace(Namespace.of("sales"));
            return catalog.tables().createTable(ORDERS, SCHEMA);
        });
    }
}
