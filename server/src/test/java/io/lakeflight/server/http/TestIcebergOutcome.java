package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits that Iceberg takes, after which a table could not be read; and numbers that are none. */
class TestIcebergOutcome {
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final String TABLES = "/iceberg/v1/lake/namespaces/default/tables";
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.IntegerType.get()),
            Types.NestedField.optional(2, "note", Types.StringType.get()),
            Types.NestedField.optional(3, "day", Types.DateType.get()),
            Types.NestedField.optional(
                    4, "at", Types.StructType.of(Types.NestedField.optional(5, "x", Types.FloatType.get()))));

    @TempDir
    Path home;

    private Catalogs catalogs;
    private HttpServer server;
    private RESTCatalog client;

    @BeforeEach
    void start() {
        catalogs = Catalogs.of(LakeCatalog.open("lake", home));
        server = HttpServer.start(new HttpConfig("127.0.0.1", 0), catalogs, () -> true);
        client = new RESTCatalog();
        client.initialize(
                "client", Map.of("uri", "http://127.0.0.1:" + server.port() + "/iceberg", "warehouse", "lake"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        catalogs.close();
    }

    @ParameterizedTest
    @CsvSource({
        "int, long, string, date, float, 200",
        "int, int, string, date, double, 200",
        "string, int, string, date, float, 400",
        "int, int, int, date, float, 400",
        "int, int, string, timestamp, float, 400",
        "int, int, string, date, 'decimal(9, 2)', 400",
    })
    void typeOfAColumnWithRowsOnlyBecomesWider(String was, String id, String note, String day, String x, int status)
            throws Exception {
        Schema before = was.equals("int") ? SCHEMA : withFirst(Types.StringType.get());
        append(client.createTable(ORDERS, before));

        HttpResponse<String> answer = post("/orders", schemaCommit(id, note, day, x));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.body()).contains("Cannot change column", "expected: the same type or a wider one");
            assertThat(client.loadTable(ORDERS).schema().sameSchema(before)).isTrue();
        }
    }

    @Test
    void widerDatesAreOfTheThirdVersion() throws Exception {
        append(client.buildTable(ORDERS, SCHEMA)
                .withProperty("format-version", "3")
                .create());

        assertThat(post("/orders", schemaCommit("int", "string", "timestamptz", "float"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/orders", schemaCommit("int", "string", "timestamp", "float"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tableThatIsReplacedHasColumnsOfAnyType() {
        append(client.createTable(ORDERS, SCHEMA));

        Transaction replacing =
                client.buildTable(ORDERS, withFirst(Types.StringType.get())).replaceTransaction();
        append(replacing.table());
        replacing.commitTransaction();

        assertThat(client.loadTable(ORDERS).schema().findType("id")).isEqualTo(Types.StringType.get());
    }

    @Test
    void tableWithoutRowsHasColumnsOfAnyType() throws Exception {
        client.createTable(ORDERS, SCHEMA);

        assertThat(post("/orders", schemaCommit("string", "int", "date", "float"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void defaultIsOneOfThoseThereAreAndThoseThatComeWithIt() throws Exception {
        client.createTable(ORDERS, SCHEMA);
        String added = """
                {"action": "add-spec", "spec": {"spec-id": 1, "fields": [
                  {"source-id": 3, "transform": "day", "name": "day_day"}]}},
                {"action": "set-default-spec", "spec-id": %d}""";
        String ordered = """
                {"action": "add-sort-order", "sort-order": {"order-id": 1, "fields": [
                  {"source-id": 1, "transform": "identity", "direction": "asc", "null-order": "nulls-first"}]}},
                {"action": "set-default-sort-order", "sort-order-id": %d}""";

        HttpResponse<String> spec = post("/orders", commit(added.formatted(77)));
        HttpResponse<String> order = post("/orders", commit(ordered.formatted(78)));

        assertThat(spec.statusCode()).as(spec.body()).isEqualTo(400);
        assertThat(spec.body()).contains("default partition spec to 77", "it has [0, 1]");
        assertThat(order.statusCode()).as(order.body()).isEqualTo(400);
        assertThat(order.body()).contains("default sort order to 78", "it has [0, 1]");
        assertThat(client.loadTable(ORDERS).spec()).isEqualTo(PartitionSpec.unpartitioned());
        assertThat(post("/orders", commit(added.formatted(1))).statusCode()).isEqualTo(200);
        assertThat(post("/orders", commit(ordered.formatted(-1))).statusCode()).isEqualTo(200);
        assertThat(client.loadTable(ORDERS).spec().isPartitioned()).isTrue();
        assertThat(client.loadTable(ORDERS).sortOrder().isSorted()).isTrue();
    }

    @Test
    void numberThatIsNoneIsToldWithItsField() throws Exception {
        client.createTable(ORDERS, SCHEMA);
        String creation = """
                {"name": "t", "schema": {"type": "struct", "fields": [
                  {"id": 1, "name": "a", "type": "long", "required": false},
                  {"id": 2, "name": "b", "type": "fixed[99999999999]", "required": false}]}}""";
        String spec = """
                {"action": "add-spec", "spec": {"spec-id": 1, "fields": [
                  {"source-id": 1, "transform": "bucket[99999999999]", "name": "b"}]}}""";

        HttpResponse<String> created = post("", creation);
        HttpResponse<String> committed = post("/orders", commit(spec));

        assertThat(created.statusCode()).isEqualTo(400);
        assertThat(created.body())
                .contains("\\\"99999999999\\\" in field schema.fields[1].type cannot be read as a number")
                .doesNotContain("For input string");
        assertThat(committed.statusCode()).isEqualTo(400);
        assertThat(committed.body())
                .contains("\\\"99999999999\\\" in field updates[0].spec.fields[0].transform cannot be read as a number")
                .doesNotContain("For input string");
    }

    private static Schema withFirst(org.apache.iceberg.types.Type type) {
        return new Schema(
                Types.NestedField.required(1, "id", type),
                SCHEMA.findField(2),
                SCHEMA.findField(3),
                SCHEMA.findField(4));
    }

    private static void append(Table table) {
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/a.parquet")
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(10)
                        .withRecordCount(1)
                        .build())
                .commit();
    }

    private static String schemaCommit(String id, String note, String day, String x) {
        return commit("""
                {"action": "add-schema", "last-column-id": 5, "schema": {"type": "struct", "schema-id": 1, "fields": [
                  {"id": 1, "name": "id", "type": "%s", "required": true},
                  {"id": 2, "name": "note", "type": "%s", "required": false},
                  {"id": 3, "name": "day", "type": "%s", "required": false},
                  {"id": 4, "name": "at", "required": false, "type": {"type": "struct", "fields": [
                    {"id": 5, "name": "x", "type": "%s", "required": false}]}}]}},
                {"action": "set-current-schema", "schema-id": -1}""".formatted(id, note, day, x));
    }

    private static String commit(String updates) {
        return "{\"requirements\": [], \"updates\": [" + updates + "]}";
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.port() + TABLES + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
