package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of tables that Spark has written, beside what Spark finds in their files. */
@OnSharedCluster
final class ITStatistics {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Keeps Spark from answering from the same metadata. */
    private static final String BY_READING = " WHERE rand() >= 0";

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestingCluster cluster;
    private TestingClient client;

    ITStatistics(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        client = cluster.client();
        client.update("CREATE NAMESPACE IF NOT EXISTS lake.counted");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem"})
    void figuresOfSampleTablesAreThoseOfTheirRows(String name) throws Exception {
        String table = "lake.tpch." + name;

        JsonNode statistics = statistics(table, "");

        assertExact(statistics.get("rows"), number("SELECT count(*) FROM " + table + BY_READING));
        assertExact(statistics.get("bytes"), number("SELECT sum(file_size_in_bytes) FROM " + table + ".files"));
        assertExact(statistics.get("files"), number("SELECT count(*) FROM " + table + ".files"));
        assertThat(statistics.get("columns")).isNotEmpty();
        for (JsonNode column : statistics.get("columns")) {
            assertColumn(table, column, BY_READING);
        }
    }

    private void assertColumn(String table, JsonNode column, String condition) {
        String name = column.get("name").asText();
        boolean isText = column.get("type").asText().equals("string");
        List<Object> found = client.query(
                        "SELECT count(%1$s), count(*) - count(%1$s), CAST(min(%1$s) AS STRING), CAST(max(%1$s) AS STRING) FROM %2$s%3$s"
                                .formatted(name, table, condition))
                .rows()
                .get(0);
        assertExact(column.get("values"), (Long) found.get(0));
        assertExact(column.get("nulls"), (Long) found.get(1));
        assertExact(column.get("nans"), 0);
        JsonNode lower = column.get("lower");
        JsonNode upper = column.get("upper");
        if (isText) {
            assertThat(lower.get("value").asText()).isLessThanOrEqualTo((String) found.get(2));
            assertThat(upper.get("value").asText()).isGreaterThanOrEqualTo((String) found.get(3));
        } else {
            assertThat(lower.get("value").asText()).as(name).isEqualTo(found.get(2));
            assertThat(upper.get("value").asText()).as(name).isEqualTo(found.get(3));
        }
        assertThat(List.of(lower.get("exact").asBoolean(), upper.get("exact").asBoolean()))
                .as(name)
                .containsOnly(!isText);
    }

    @Test
    void partitionsProveWhatAFilterLeaves() throws Exception {
        String table = "lake.counted.by_year";
        client.update(
                "CREATE TABLE " + table + " PARTITIONED BY (years(o_orderdate)) AS SELECT * FROM lake.tpch.orders");
        String filter = """
                {"type": "and",
                 "left": {"type": "gt-eq", "term": "o_orderdate", "value": "1996-01-01"},
                 "right": {"type": "lt", "term": "o_orderdate", "value": "1998-01-01"}}""";
        String condition =
                " WHERE o_orderdate >= DATE '1996-01-01' AND o_orderdate < DATE '1998-01-01' AND rand() >= 0";

        JsonNode whole = statistics(table, filter);
        JsonNode cut = statistics(table, "{\"type\": \"gt\", \"term\": \"o_orderdate\", \"value\": \"1997-06-30\"}");

        assertExact(whole.get("rows"), number("SELECT count(*) FROM " + table + condition));
        assertThat(whole.get("files").get("estimate").asLong())
                .isLessThan(number("SELECT count(*) FROM " + table + ".files"));
        for (JsonNode column : whole.get("columns")) {
            assertColumn(table, column, condition);
        }
        assertWithin(
                cut.get("rows"), number("SELECT count(*) FROM " + table + " WHERE o_orderdate > DATE '1997-06-30'"));
        assertThat(cut.get("rows").get("exact").asBoolean()).isFalse();
    }

    @Test
    void snapshotIsCountedAsItWas() throws Exception {
        String table = "lake.counted.grown";
        client.update("CREATE TABLE " + table + " AS SELECT id FROM range(10)");
        Object first =
                client.query("SELECT snapshot_id FROM " + table + ".snapshots").value();
        client.update("ALTER TABLE " + table + " RENAME COLUMN id TO number");
        client.update("INSERT INTO " + table + " VALUES (77)");

        JsonNode then = read("?table=" + table + "&snapshot=" + first, 200);

        assertExact(then.get("rows"), 10);
        assertThat(then.get("columns").get(0).get("name").asText()).isEqualTo("id");
        assertThat(then.get("columns").get(0).get("upper").get("value").asLong())
                .isEqualTo(9);
        assertThat(statistics(table, "")
                        .get("columns")
                        .get(0)
                        .get("upper")
                        .get("value")
                        .asLong())
                .isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void nothingDeletedByMergeOnReadIsTakenForExact(int format) throws Exception {
        String table = "lake.counted.deleted_" + format;
        client.update("CREATE TABLE " + table + " (id bigint, d double) TBLPROPERTIES ('format-version'='" + format
                + "', 'write.delete.mode'='merge-on-read')");
        client.update("INSERT INTO " + table + " SELECT id, if(id = 3, double('NaN'), id) FROM range(0, 100, 1, 1)");
        assertExact(statistics(table, "").get("rows"), 100);
        assertExact(statistics(table, "").get("columns").get(1).get("nans"), 1);

        assertThat(client.update("DELETE FROM " + table + " WHERE id IN (0, 5, 99)"))
                .isEqualTo(3);

        JsonNode statistics = statistics(table, "");
        assertThat(statistics.get("rows").get("exact").asBoolean()).isFalse();
        assertWithin(statistics.get("rows"), 97);
        assertThat(statistics.get("rows").get("estimate").asLong()).isEqualTo(97);
        JsonNode deletes = statistics.get("deletes");
        assertExact(deletes.get("vectors"), format == 3 ? 1 : 0);
        assertExact(deletes.get("position-files"), format == 3 ? 0 : 1);
        assertThat(statistics.get("columns").get(0).get("lower").get("exact").asBoolean())
                .isFalse();
        JsonNode numbers = statistics(table, "{\"type\": \"gt\", \"term\": \"d\", \"value\": 98}");
        assertWithin(numbers.get("rows"), number("SELECT count(*) FROM " + table + " WHERE d > 98"));
    }

    @Test
    void distinctCountsAreThoseThatSparkHasComputed() throws Exception {
        String table = "lake.counted.sketched";
        client.update(
                "CREATE TABLE " + table + " AS SELECT o_orderkey, o_custkey, o_orderpriority FROM lake.tpch.orders");
        assertThat(statistics(table, "").get("columns").get(0).get("distinct")).isNull();

        client.query("CALL lake.system.compute_table_stats('counted.sketched')");

        Object snapshot =
                client.query("SELECT snapshot_id FROM " + table + ".snapshots").value();
        for (JsonNode column : statistics(table, "").get("columns")) {
            long distinct = number("SELECT count(DISTINCT " + column.get("name").asText() + ") FROM " + table);
            assertThat(column.get("distinct").get("estimate").asLong()).isCloseTo(distinct, within(1 + distinct / 10));
            assertThat(column.get("distinct").get("snapshot-id").asLong()).isEqualTo(snapshot);
        }
        client.update("INSERT INTO " + table + " VALUES (-1, -1, 'none')");
        assertThat(statistics(table, "")
                        .get("columns")
                        .get(0)
                        .get("distinct")
                        .get("snapshot-id")
                        .asLong())
                .isEqualTo(snapshot);
    }

    @Test
    void onlyWhatIsAskedForIsTold() throws Exception {
        JsonNode some = read("?table=lake.tpch.lineitem&column=l_tax&column=l_comment", 200);
        JsonNode none = read("?table=lake.tpch.lineitem&column=", 200);

        List<String> names = new ArrayList<>();
        some.get("columns").forEach(column -> names.add(column.get("name").asText()));
        assertThat(names).containsExactlyInAnyOrder("l_tax", "l_comment");
        assertThat(none.get("columns")).isEmpty();
        assertThat(none.get("basis").asText()).isEqualTo("totals");
        assertThat(none.get("rows")).isEqualTo(some.get("rows"));
    }

    @Test
    void badRequestsAreRefused() throws Exception {
        assertRefused("", 400, "table=catalog.schema.table");
        assertRefused("?table=orders", 400, "catalog.schema.table");
        assertRefused("?table=pond.tpch.orders", 404, "pond");
        assertRefused("?table=lake.tpch.none", 404, "none");
        assertRefused("?table=lake.none.orders", 404, "none");
        assertRefused("?table=lake.tpch.orders&snapshot=1", 400, "no snapshot 1");
        assertRefused("?table=lake.tpch.orders&snapshot=first", 400, "snapshot");
        assertRefused("?table=lake.tpch.orders&column=price", 400, "price");
        assertRefused("?table=lake.tpch.orders&filter=" + encoded("price > 1"), 400, "JSON");
        assertRefused(
                "?table=lake.tpch.orders&filter=" + encoded("{\"type\": \"is-null\", \"term\": \"price\"}"),
                400,
                "price");
    }

    private void assertRefused(String query, int status, String reason) throws Exception {
        assertThat(read(query, status).get("error").asText()).contains(reason);
    }

    private static void assertExact(JsonNode figure, long value) {
        assertThat(figure.get("exact").asBoolean()).as(figure.toString()).isTrue();
        assertThat(figure.get("estimate").asLong()).isEqualTo(value);
    }

    private static void assertWithin(JsonNode figure, long value) {
        assertThat(value)
                .isBetween(
                        figure.get("at-least").asLong(), figure.get("at-most").asLong());
    }

    private long number(String sql) {
        return new BigDecimal(client.query(sql).value().toString()).longValueExact();
    }

    private JsonNode statistics(String table, String filter) throws IOException, InterruptedException {
        return read("?table=" + table + (filter.isEmpty() ? "" : "&filter=" + encoded(filter)), 200);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode read(String query, int status) throws IOException, InterruptedException {
        URI uri = URI.create(cluster.icebergUri().replace("/iceberg", "/api/v1/statistics") + query);
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }
}
