package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogs that come and go while sessions are open. */
@OnSharedCluster
final class ITCatalogs {
    private final TestingCluster cluster;
    private final HttpClient http = HttpClient.newHttpClient();
    private TestingClient client;

    ITCatalogs(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        client = cluster.client();
        // The engine has the session before the catalog exists.
        assertThat(client.query(SmallQuery.TEXT).value()).isEqualTo(1);
    }

    @AfterEach
    void removeCatalogs() throws Exception {
        client.close();
        for (String name : List.of("archive", "mirror", "down", "theirs", "a", "first", "second")) {
            send("DELETE", "/" + name, "");
        }
    }

    @Test
    void internalCatalogIsUsableAtOnceInOpenSessions() throws Exception {
        add("{\"name\": \"archive\", \"type\": \"internal\"}");

        client.update("CREATE NAMESPACE archive.y2024");
        client.update("CREATE TABLE archive.y2024.orders AS SELECT * FROM lake.tpch.orders LIMIT 10");

        assertThat(client.query("SELECT count(*) FROM archive.y2024.orders").value())
                .isEqualTo(10L);
        client.update("RESET");
        assertThat(client.query("SELECT count(*) FROM archive.y2024.orders").value())
                .isEqualTo(10L);
        assertThat(schemas()).contains("archive.y2024", "lake.tpch");
        assertThat(cluster.home().resolve("warehouse/archive")).isNotEmptyDirectory();
    }

    @Test
    void catalogDefinedAnewIsNotTakenForTheOldOne() throws Exception {
        add("{\"name\": \"archive\", \"type\": \"internal\"}");
        client.update("CREATE NAMESPACE archive.first");
        client.update("USE archive.first");
        assertThat(send("DELETE", "/archive", "").statusCode()).isEqualTo(204);

        for (String statement : List.of(
                "SELECT * FROM archive.first.t",
                "SELECT * FROM t",
                "SELECT * FROM first.t",
                "CREATE TABLE t (n INT)",
                "SHOW TABLES")) {
            assertThatThrownBy(() -> client.query(statement))
                    .satisfies(failure ->
                            assertThat(Failure.trailer(failure, "x-sqlstate")).isEqualTo("3D000"))
                    .hasMessageContaining("Catalog \"archive\", which the session is in, was removed");
        }
        client.update("SET spark.sql.ansi.enabled = true");
        assertThat(client.query("SELECT count(*) FROM lake.tpch.region WHERE r_regionkey >= 0")
                        .value())
                .isEqualTo(5L);

        add(
                "{\"name\": \"archive\", \"type\": \"jdbc\", \"properties\": {\"warehouse\": \"file:%1$s/elsewhere\", \"uri\": \"jdbc:sqlite:%1$s/theirs.db\"}}"
                        .formatted(cluster.home()));
        client.update("CREATE NAMESPACE archive.second");
        client.update("CREATE TABLE archive.second.t AS SELECT 7 AS n");
        assertThat(client.query("SELECT n FROM archive.second.t").value()).isEqualTo(7);
        client.update("USE second");
        assertThat(client.query("SELECT n FROM t").value()).isEqualTo(7);
        assertThat(cluster.home().resolve("elsewhere/second/t")).isNotEmptyDirectory();
    }

    @Test
    void sessionThatWasInTwoCatalogsFindsBothWhenTheyAreBack() throws Exception {
        for (String name : List.of("first", "second")) {
            add("{\"name\": \"%s\", \"type\": \"internal\"}".formatted(name));
            client.update("CREATE NAMESPACE %s.s".formatted(name));
            client.update("CREATE TABLE %s.s.t AS SELECT 7 AS n".formatted(name));
        }
        for (String name : List.of("first", "second")) {
            client.update("USE %s.s".formatted(name));
            assertThat(send("DELETE", "/" + name, "").statusCode()).isEqualTo(204);
            assertThatThrownBy(() -> client.query("SELECT n FROM t"))
                    .hasMessageContaining("Catalog \"%s\", which the session is in, was removed".formatted(name));
        }
        // Makes Spark load what stands for it once more.
        assertThatThrownBy(() -> client.query("SELECT n FROM first.s.t"))
                .hasMessageContaining("Catalog \"first\", which the session is in, was removed");

        for (String name : List.of("first", "second")) {
            add("{\"name\": \"%s\", \"type\": \"internal\"}".formatted(name));

            assertThat(client.query("SELECT n FROM %s.s.t WHERE n > 0".formatted(name))
                            .value())
                    .isEqualTo(7);
        }
    }

    @Test
    void catalogOfAnotherServiceIsServed() throws Exception {
        add(
                "{\"name\": \"mirror\", \"type\": \"rest\", \"properties\": {\"uri\": \"%s\", \"warehouse\": \"lake\", \"token\": \"hush\"}}"
                        .formatted(cluster.icebergUri()));

        assertThat(client.query("SELECT count(*) FROM mirror.tpch.orders").value())
                .isEqualTo(15_000L);
        assertThat(send("GET", "", "").body()).contains("mirror").doesNotContain("hush");
    }

    @Test
    void catalogThatIsDownHarmsOnlyItself() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(other, "/v1/config", "{\"defaults\": {}, \"overrides\": {}}");
        answer(other, "/v1/namespaces", "{\"namespaces\": [[\"s\"]]}");
        other.start();
        add("{\"name\": \"down\", \"type\": \"rest\", \"properties\": {\"uri\": \"http://127.0.0.1:%d\"}}"
                .formatted(other.getAddress().getPort()));
        other.stop(0);

        assertThatThrownBy(() -> client.query("SELECT * FROM down.s.t"))
                .hasMessageContaining("Catalog \"down\" is not available")
                .hasMessageNotContaining("Exception:");
        for (String statement :
                List.of("CREATE NAMESPACE down.n", "CREATE TABLE down.s.t (i INT)", "DROP TABLE down.s.t")) {
            assertThatThrownBy(() -> client.update(statement))
                    .as(statement)
                    .hasMessageContaining("Catalog \"down\" is not available");
        }
        assertThat(schemas()).contains("lake.tpch").noneMatch(schema -> schema.startsWith("down."));
        assertThat(client.query("SELECT count(*) FROM lake.tpch.region WHERE r_regionkey >= 0")
                        .value())
                .isEqualTo(5L);
    }

    @Test
    void jdbcCatalogOfTheOlderLayoutDoesAllButViews() throws Exception {
        add(
                "{\"name\": \"theirs\", \"type\": \"jdbc\", \"properties\": {\"warehouse\": \"%1$s/theirs\", \"uri\": \"jdbc:sqlite:%1$s/older.db\"}}"
                        .formatted(cluster.home()));
        client.update("CREATE NAMESPACE theirs.s");
        client.update("CREATE OR REPLACE TABLE theirs.s.t AS SELECT 1 AS n");
        client.update("CREATE OR REPLACE TABLE theirs.s.t AS SELECT 2 AS n");

        assertThat(client.query("SELECT n FROM theirs.s.t").value()).isEqualTo(2);
        assertThatThrownBy(() -> client.query("SELECT * FROM theirs.s.missing"))
                .satisfies(Failure.of("NOT_FOUND"))
                .satisfies(failure ->
                        assertThat(Failure.trailer(failure, "x-sqlstate")).isEqualTo("42P01"));
        assertThatThrownBy(() -> client.update("CREATE VIEW theirs.s.v AS SELECT 1 AS n"))
                .satisfies(Failure.of("UNIMPLEMENTED"))
                .hasMessageContaining("\"theirs\"");
    }

    @Test
    void hadoopCatalogIsUsableFromItsFirstSchemaOn() throws Exception {
        add("{\"name\": \"theirs\", \"type\": \"hadoop\", \"properties\": {\"warehouse\": \"%s/new\"}}"
                .formatted(cluster.home()));

        assertThat(client.query("SHOW SCHEMAS IN theirs").texts()).isEmpty();
        client.update("CREATE NAMESPACE theirs.s");
        client.update("CREATE TABLE theirs.s.t AS SELECT 7 AS n");
        assertThat(client.query("SELECT n FROM theirs.s.t").value()).isEqualTo(7);
        for (String refused :
                List.of("CREATE NAMESPACE theirs.n COMMENT 'x'", "ALTER TABLE theirs.s.t RENAME TO s.u")) {
            assertThatThrownBy(() -> client.update(refused)).as(refused).satisfies(Failure.of("UNIMPLEMENTED"));
        }
    }

    /** Quickly: neither does the catalog's client look at the file for half a minute, nor the engine ask again. */
    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "hadoop"})
    @Timeout(60)
    void tableThatIsDamagedIsNamedAndDroppedAndHarmsNoOther(String type) throws Exception {
        Path warehouse = cluster.home().resolve("damaged-" + type);
        add(
                "{\"name\": \"theirs\", \"type\": \"%1$s\", \"properties\": {\"warehouse\": \"file:%2$s\", \"uri\": \"jdbc:sqlite:%2$s.db\"}}"
                        .formatted(type, warehouse));
        client.update("CREATE NAMESPACE theirs.s");
        for (String table : List.of("lost", "damaged", "whole")) {
            client.update("CREATE TABLE theirs.s." + table + " (n INT)");
        }
        for (Path file : metadataFiles(warehouse.resolve("s/lost"))) {
            Files.delete(file);
        }
        for (Path file : metadataFiles(warehouse.resolve("s/damaged"))) {
            Files.writeString(file, "{");
        }

        for (String table : List.of("lost", "damaged")) {
            for (String statement : List.of("SELECT count(n) + 1 FROM ", "DESCRIBE ", "SELECT * FROM ")) {
                assertThatThrownBy(() -> client.query(statement + "theirs.s." + table))
                        .as(statement + table)
                        .hasMessageContaining("Table theirs.s." + table + " cannot be read: its metadata file");
            }
        }
        assertThat(client.query("SELECT count(n) + 1 FROM theirs.s.whole").value())
                .isEqualTo(1L);
        client.update("DROP TABLE theirs.s.lost");
        client.update("DROP TABLE theirs.s.damaged");
        assertThat(client.query("SHOW TABLES IN theirs.s").texts().toString())
                .contains("whole")
                .doesNotContain("lost", "damaged");
    }

    private static List<Path> metadataFiles(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .toList();
        }
    }

    @Test
    void directoriesElsewhereAreNoTablesOfACatalogOfDirectories() throws Exception {
        add("{\"name\": \"theirs\", \"type\": \"hadoop\", \"properties\": {\"warehouse\": \"%s/new2\"}}"
                .formatted(cluster.home()));
        Path prey = Files.createDirectories(cluster.home().resolve("prey"));
        client.update("CREATE NAMESPACE theirs.s");

        for (String statement : List.of(
                "CREATE TABLE theirs.s.`../../prey` (i INT)",
                "CREATE TABLE theirs.s.`../../prey` AS SELECT 1 AS n",
                "DROP TABLE theirs.s.`../../prey`",
                "CREATE NAMESPACE theirs.`../prey`",
                "CREATE TABLE theirs.`../prey`.t (i INT)",
                "DROP NAMESPACE theirs.`../prey`")) {
            assertThatThrownBy(() -> client.update(statement)).as(statement).isInstanceOf(RuntimeException.class);
        }
        assertThat(prey).isEmptyDirectory();
    }

    @Test
    void viewThatIsTakenForATableIsToldAsOne() {
        client.update("CREATE VIEW lake.it.seen AS SELECT 1 AS n");
        try {
            for (String statement : List.of("INSERT INTO lake.it.seen VALUES (1)", "DROP TABLE lake.it.seen")) {
                assertThatThrownBy(() -> client.update(statement))
                        .as(statement)
                        .hasMessageContaining("lake.it.seen is a view");
            }
        } finally {
            client.update("DROP VIEW lake.it.seen");
        }
    }

    @Test
    void badDefinitionsAreRefused() throws Exception {
        assertRefused("{\"name\": \"lake\", \"type\": \"internal\"}", 400, "already");
        assertRefused("{\"name\": \"A.b\", \"type\": \"internal\"}", 400, "small letters");
        assertRefused("{\"name\": \"a\", \"type\": \"oracle\"}", 400, "expected: one of");
        assertRefused("{\"name\": \"a\", \"kind\": \"rest\"}", 400, "kind");
        assertRefused("{", 400, "JSON");
        assertRefused("{\"type\": \"internal\"}", 400, "no name");
        assertRefused("{\"name\": \"a\", \"timeout-millis\": -1}", 400, "timeout");
        assertRefused("{\"name\": \"a\", \"timeout-millis\": \"soon\"}", 400, "timeout-millis");
        assertRefused("{\"name\": \"a\", \"properties\": {\"warehouse\": 5}}", 400, "properties.warehouse");
        assertRefused("{\"name\": \"a\", \"properties\": {\"warehouse\": null}}", 400, "is null");
        assertRefused("{\"name\": \"a\", \"properties\": {\"warehouse\": \"/proc/nope\"}}", 400, "/proc/nope");
        assertRefused("{\"name\": \"a\", \"properties\": {\"wharehouse\": \"/x\"}}", 400, "perhaps warehouse");
        assertRefused("{\"name\": \"a\", \"type\": \"rest\"}", 400, "has no uri");
        assertRefused(
                "{\"name\": \"a\", \"type\": \"jdbc\", \"properties\": {\"uri\": \"jdbc:h2:/x\", \"warehouse\":"
                        + " \"/x\"}}",
                400,
                "no driver");
        assertRefused("{\"name\": \"a\", \"type\": \"glue\"}", 400, "not installed");
        assertRefused(
                "{\"name\": \"a\", \"type\": \"rest\", \"properties\": {\"uri\": \"http://127.0.0.1:1\"}}",
                502,
                "\\\"a\\\"");
        assertRefused("{\"name\": \"a\", \"type\": \"nessie\"}", 400, "not installed");
    }

    private void assertRefused(String body, int status, String reason) throws Exception {
        HttpResponse<String> answer = send("POST", "", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(reason).doesNotContain("io.lakeflight", "java.", "server's log");
    }

    private static void answer(HttpServer server, String path, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void add(String body) throws Exception {
        HttpResponse<String> answer = send("POST", "", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create(cluster.icebergUri().replace("/iceberg", "/api/v1/catalogs") + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** As a JDBC tool lists them: catalog and schema. */
    private List<String> schemas() throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (Connection connection = cluster.connect();
                ResultSet rows = connection.getMetaData().getSchemas()) {
            while (rows.next()) {
                schemas.add(rows.getString("TABLE_CATALOG") + "." + rows.getString("TABLE_SCHEM"));
            }
        }
        return schemas;
    }
}
