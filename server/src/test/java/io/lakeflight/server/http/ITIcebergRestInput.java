package io.lakeflight.server.http;

import static io.lakeflight.server.http.TestingIcebergRest.dataFile;
import static io.lakeflight.server.http.TestingIcebergRest.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST service does with names, parameters and bodies that are hostile. */
class ITIcebergRestInput {
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

        assertThat(rest.post(TABLES, "{\"name\": \"" + escaped + "\"" + schema).statusCode())
                .isEqualTo(400);
        assertThat(rest.post("/iceberg/v1/lake/namespaces", "{\"namespace\": [\"" + escaped + "\"]}")
                        .statusCode())
                .isEqualTo(400);
    }

    /** Creation by a commit, which nobody has staged. */
    @Test
    void unusableNamesAreRefusedOfCommitsToo() throws Exception {
        String create = """
            {"requirements": [{"type": "assert-create"}], "updates": [
              {"action": "assign-uuid", "uuid": "7c6f0a9e-7d2b-4b43-9a0c-0f8b6f0f3c11"},
              {"action": "upgrade-format-version", "format-version": 2},
              {"action": "add-schema", "schema": {"type": "struct", "schema-id": 0, "fields": []}},
              {"action": "set-current-schema", "schema-id": -1},
              {"action": "add-spec", "spec": {"spec-id": 0, "fields": []}},
              {"action": "set-default-spec", "spec-id": -1},
              {"action": "add-sort-order", "sort-order": {"order-id": 0, "fields": []}},
              {"action": "set-default-sort-order", "sort-order-id": -1},
              {"action": "set-location", "location": "%s/default/x"}]}\
            """.formatted(rest.warehouse());

        for (String name : List.of("a%0Ab", "x".repeat(256), "%1D")) {
            assertThat(rest.post(TABLES + "/" + name, create).statusCode()).isEqualTo(400);
        }
        assertThat(rest.post(TABLES + "/usable", create).statusCode()).isEqualTo(200);
        assertThat(client.listTables(DEFAULT)).containsExactly(TableIdentifier.of(DEFAULT, "usable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "7c6f0a9e-7d2b-4b43-9a0c-0f8b6f0f3c11"})
    void tableKeepsItsUuid(String uuid) throws Exception {
        Table orders = client.createTable(ORDERS, SCHEMA);
        String change =
                "{\"requirements\": [], \"updates\": [{\"action\": \"assign-uuid\", \"uuid\": \"" + uuid + "\"}]}";

        HttpResponse<String> answer = rest.post(TABLES + "/orders", change);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("orders", "never changes");
        assertThat(client.loadTable(ORDERS).uuid()).isEqualTo(orders.uuid());
    }

    @Test
    void namespaceHasALevel() throws Exception {
        HttpResponse<String> answer = rest.post("/iceberg/v1/lake/namespaces", "{\"namespace\": []}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("at least one level");
        assertThat(client.listNamespaces()).containsExactly(DEFAULT);
    }

    @Test
    void columnsAreNotCalledAsThoseOfIceberg() {
        Schema reserved = new Schema(Types.NestedField.optional(1, "_file", Types.StringType.get()));
        assertThatThrownBy(() -> client.createTable(ORDERS, reserved))
                .hasMessageContaining("cannot have a column _file");

        Table orders = client.createTable(ORDERS, SCHEMA);
        assertThatThrownBy(() -> orders.updateSchema()
                        .addColumn("_pos", Types.LongType.get())
                        .commit())
                .hasMessageContaining("cannot have a column _pos");
    }

    @Test
    void viewHasAText() throws Exception {
        String view = """
            {"name": "v", "schema": {"type": "struct", "schema-id": 0, "fields": []}, "properties": {}, "view-version":
              {"version-id": 1, "timestamp-ms": 1, "schema-id": 0, "summary": {}, "default-namespace": ["default"],
               "representations": []}}\
            """;

        assertThat(rest.post("/iceberg/v1/lake/namespaces/default/views", view).statusCode())
                .isEqualTo(400);
    }

    @Test
    void dotsInThePathDoNotReachAnotherCall() throws Exception {
        client.createNamespace(Namespace.of("empty"));

        HttpResponse<String> drop = send(
                rest.request("/iceberg/v1/lake/namespaces/empty/tables/%2e%2e/").DELETE());
        HttpResponse<String> plain =
                send(rest.request("/iceberg/v1/lake/namespaces/empty/tables/..").DELETE());

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
            HttpResponse<String> answer = rest.post("/iceberg/v1/lake/" + call, body);
            assertThat(answer.statusCode()).as("%s %s", call, answer.body()).isBetween(200, 499);
        }
    }

    @Test
    void pageParametersAreChecked() throws Exception {
        assertThat(send(rest.request(TABLES + "?pageSize=0")).statusCode()).isEqualTo(400);
        assertThat(send(rest.request(TABLES + "?pageSize=x")).statusCode()).isEqualTo(400);
        assertThat(send(rest.request(TABLES + "?pageToken=%20&pageSize=1")).statusCode())
                .isEqualTo(400);
        assertThat(send(rest.request(TABLES + "/orders?snapshots=some")).statusCode())
                .isEqualTo(400);
        assertThat(send(rest.request(TABLES + "?pageToken=&pageSize=1")).statusCode())
                .isEqualTo(200);
    }
}
