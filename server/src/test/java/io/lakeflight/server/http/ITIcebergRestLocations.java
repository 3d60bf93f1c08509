package io.lakeflight.server.http;

import static io.lakeflight.server.http.TestingIcebergRest.dataFile;
import static io.lakeflight.server.http.TestingIcebergRest.metadataFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewMetadataParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST service does with locations that lead elsewhere. */
class ITIcebergRestLocations {
    private static final Namespace DEFAULT = Namespace.of("default");
    private static final TableIdentifier ORDERS = TableIdentifier.of(DEFAULT, "orders");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

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
        assertThat(rest.post(
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
            assertThat(rest.post("/iceberg/v1/lake/namespaces/default/register", body)
                            .statusCode())
                    .isEqualTo(400);
        }
        String missing = "{\"name\": \"r\", \"metadata-location\": \"file:" + forged + ".not\"}";
        assertThat(rest.post("/iceberg/v1/lake/namespaces/default/register", missing)
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.listTables(DEFAULT)).containsExactly(ORDERS);
    }

    @Test
    void registeredViewMayNotLeadOutside() throws Exception {
        View view = client.buildView(ORDERS)
                .withSchema(SCHEMA)
                .withDefaultNamespace(DEFAULT)
                .withQuery("spark", "SELECT 1 AS id")
                .withProperty("owner", "ann")
                .create();
        Path directory = Path.of(view.location().substring("file:".length()), "metadata");
        String metadata =
                ViewMetadataParser.toJson(((BaseView) view).operations().current());
        Path moved = Files.writeString(
                directory.resolve("moved.metadata.json"), metadata.replace(view.location(), "file:/etc/lake"));
        Path writing = Files.writeString(
                directory.resolve("writing.metadata.json"),
                metadata.replaceFirst(
                        "\"properties\":\\{", "\"properties\":{\"write.metadata.path\":\"file:/etc/lake\","));

        for (Path forged : List.of(moved, writing)) {
            String body = "{\"name\": \"r\", \"metadata-location\": \"file:" + forged + "\"}";
            HttpResponse<String> answer = rest.post("/iceberg/v1/lake/namespaces/default/register-view", body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("outside");
        }
        assertThat(client.listViews(DEFAULT)).containsExactly(ORDERS);
    }

    @Test
    void registrationMayReplaceATable() throws Exception {
        Table table = client.createTable(ORDERS, SCHEMA);
        String before = "file:" + metadataFile(table);
        table.newAppend().appendFile(dataFile("a")).commit();
        String body = "{\"name\": \"orders\", \"metadata-location\": \"" + before + "\"";

        assertThat(rest.post("/iceberg/v1/lake/namespaces/default/register", body + "}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(rest.post("/iceberg/v1/lake/namespaces/default/register", body + ", \"overwrite\": true}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.loadTable(ORDERS).currentSnapshot()).isNull();
    }
}
