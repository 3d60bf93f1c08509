package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.LakeCatalog;
import io.lakeflight.catalog.statistics.StatisticsConfig;
import io.lakeflight.catalog.statistics.StatisticsSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics as they travel. */
class TestStatisticsResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TableIdentifier NAME = TableIdentifier.of("default", "t");
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "day", Types.DateType.get()),
            Types.NestedField.optional(
                    2, "st", Types.StructType.of(Types.NestedField.optional(3, "d", Types.DoubleType.get()))));

    @TempDir
    private Path home;

    private final StatisticsSource source = StatisticsSource.open(StatisticsConfig.DEFAULTS);
    private Catalogs catalogs;
    private Table table;
    private Javalin javalin;

    @BeforeEach
    void start() {
        LakeCatalog lake = LakeCatalog.open("lake", home);
        catalogs = Catalogs.of(lake);
        table = lake.tables().createTable(NAME, SCHEMA);
        javalin = Javalin.create(options -> options.showJavalinBanner = false);
        new StatisticsResource(catalogs, source).register(javalin);
        javalin.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        javalin.stop();
        catalogs.close();
        source.close();
    }

    @Test
    void tableWithoutRowsIsEmptyForSure() throws Exception {
        JsonNode statistics = ask("table=lake.default.t", 200);

        assertThat(statistics.has("snapshot-id")).isFalse();
        assertThat(statistics.get("basis").asText()).isEqualTo("files");
        assertThat(statistics.get("rows").toString())
                .isEqualTo("{\"exact\":true,\"estimate\":0,\"at-least\":0,\"at-most\":0}");
    }

    @Test
    void columnsHaveNamesTypesAndValuesThatPeopleRead() throws Exception {
        append(5);

        JsonNode statistics = ask("table=lake.default.t", 200);

        assertThat(statistics.get("snapshot-id").asLong())
                .isEqualTo(table.currentSnapshot().snapshotId());
        assertThat(statistics.get("rows").get("estimate").asLong()).isEqualTo(5);
        assertThat(statistics.get("columns").get(0).toString())
                .startsWith("{\"id\":1,\"name\":\"day\",\"type\":\"date\",")
                .contains("\"lower\":{\"value\":\"2024-02-29\",\"exact\":true}");
        assertThat(statistics.get("columns").get(1).toString())
                .startsWith("{\"id\":3,\"name\":\"st.d\",\"type\":\"double\",")
                .contains("\"upper\":{\"value\":\"Infinity\",\"exact\":false}")
                .doesNotContain("lower");
    }

    @Test
    void namesWithDotsAreQuoted() throws Exception {
        LakeCatalog lake = catalogs.find("lake").orElseThrow();
        lake.namespaces().createNamespace(Namespace.of("we.ird"));
        lake.tables().createTable(TableIdentifier.of(Namespace.of("we.ird"), "t.x"), SCHEMA);

        for (String name : new String[] {"lake.`we.ird`.`t.x`", "lake.\"we.ird\".\"t.x\""}) {
            JsonNode statistics = ask("table=" + URLEncoder.encode(name, StandardCharsets.UTF_8), 200);
            assertThat(statistics.get("table").asText()).isEqualTo("lake.`we.ird`.`t.x`");
        }
        assertThat(ask("table=lake.we.ird.t", 404).get("error").asText()).isEqualTo("There is no table lake.we.ird.t");
        assertThat(ask("table=lake.%60we.ird%60.%60t.x", 400).get("error").asText())
                .contains("names no table", "backticks");
    }

    @Test
    void filterAndColumnsAreTaken() throws Exception {
        append(5);
        String filter = "{\"type\": \"lt\", \"term\": \"DAY\", \"value\": \"2024-03-01\"}";

        JsonNode statistics = ask(
                "table=lake.default.t&case-sensitive=false&column=ST.D&filter="
                        + URLEncoder.encode(filter, StandardCharsets.UTF_8),
                200);

        assertThat(statistics.get("rows").get("exact").asBoolean()).isTrue();
        assertThat(statistics.get("columns")).hasSize(1);
    }

    @Test
    void filtersThatAreNoneAreRefused() throws Exception {
        append(5);
        for (String filter : new String[] {
            "",
            "x",
            "[]",
            "{}",
            "null",
            "1",
            "{\"type\": \"eq\"}",
            "{\"type\": \"eq\", \"term\": \"day\"}",
            "{\"type\": \"eq\", \"term\": \"day\", \"value\": {}}",
            "{\"type\": \"max\", \"term\": \"day\"}",
            "{\"type\": \"eq\", \"term\": \"day\", \"value\": \"never\"}",
            "{\"type\": \"is-null\", \"term\": \"night\"}"
        }) {
            JsonNode problem =
                    ask("table=lake.default.t&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), 400);
            assertThat(problem.get("error").asText()).as(filter).isNotEmpty();
        }
    }

    /** The place of a file is not for everyone to know. */
    @Test
    void lostManifestIsNotNamed() throws Exception {
        append(5);
        String manifest =
                table.currentSnapshot().allManifests(table.io()).get(0).path();
        Files.delete(Path.of(URI.create(manifest)));
        try (Catalogs others = Catalogs.of(LakeCatalog.open("lake", home))) {
            Javalin other = Javalin.create(options -> options.showJavalinBanner = false);
            new StatisticsResource(others, source).register(other);
            other.start("127.0.0.1", 0);
            try {
                assertThat(ask(other.port(), "table=lake.default.t", 500)
                                .get("error")
                                .asText())
                        .contains("table lake.default.t at its current snapshot", "the server's log")
                        .doesNotContain(home.toString());
            } finally {
                other.stop();
            }
        }
    }

    private void append(long rows) {
        ByteBuffer day = Conversions.toByteBuffer(Types.DateType.get(), 19_782);
        ByteBuffer infinity = Conversions.toByteBuffer(Types.DoubleType.get(), Double.POSITIVE_INFINITY);
        Metrics metrics = new Metrics(
                rows, null, Map.of(1, rows), Map.of(1, 0L), null, Map.of(1, day), Map.of(1, day, 3, infinity));
        table.newAppend()
                .appendFile(DataFiles.builder(PartitionSpec.unpartitioned())
                        .withPath(table.location() + "/data/none.parquet")
                        .withFileSizeInBytes(100)
                        .withMetrics(metrics)
                        .build())
                .commit();
    }

    private JsonNode ask(String query, int status) throws IOException, InterruptedException {
        return ask(javalin.port(), query, status);
    }

    private static JsonNode ask(int port, String query, int status) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/statistics?" + query);
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(query + ": " + answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }
}
