package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeflight.storage.DirectoryFileIO;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema read alone is the one that Iceberg reads with all the rest. */
class TestSchemaReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DirectoryFileIO FILES = new DirectoryFileIO();
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get(), "its number"),
            Types.NestedField.optional(
                    2,
                    "lines",
                    Types.ListType.ofOptional(
                            3,
                            Types.StructType.of(Types.NestedField.optional(4, "price", Types.DecimalType.of(12, 2))))));

    @TempDir
    Path home;

    private LakeCatalog lake;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open("lake", home);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource({"1, none", "2, none", "3, none", "2, gzip"})
    void schemaIsTheCurrentOne(String formatVersion, String codec) {
        Table table = create(formatVersion, codec);
        table.updateSchema().addColumn("note", Types.StringType.get(), "free").commit();
        table.updateSchema().renameColumn("id", "number").deleteColumn("lines").commit();
        table.newAppend().commit();

        assertSame(metadata(table).metadataFileLocation());
    }

    @Test
    void currentSchemaNeedNotBeTheLast() {
        Table table = create("2", "none");
        table.updateSchema().addColumn("note", Types.StringType.get()).commit();
        table.updateSchema().deleteColumn("note").commit();

        assertThat(metadata(table).schemas()).hasSize(2);
        assertSame(metadata(table).metadataFileLocation());
    }

    @Test
    void fieldsMayBeInAnyOrder() throws IOException {
        Table table = create("2", "none");
        table.updateSchema().addColumn("note", Types.StringType.get()).commit();
        ObjectNode written = (ObjectNode) JSON.readTree(TableMetadataParser.toJson(metadata(table)));
        Map<String, Object> sorted = new TreeMap<>(Comparator.reverseOrder());
        written.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));

        assertSame(write(JSON.writeValueAsString(sorted)));
    }

    @Test
    void oldestFormatMayHaveOneSchemaOnly() throws IOException {
        Table table = create("1", "none");
        ObjectNode written = (ObjectNode) JSON.readTree(TableMetadataParser.toJson(metadata(table)));
        written.remove("schemas");
        written.remove("current-schema-id");

        assertSame(write(written.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}", "[]", "{\"schemas\": [], \"current-schema-id\": 0}", "{\"format-version\": 2,"})
    void damageIsNotTakenForASchema(String content) throws IOException {
        String location = write(content);

        assertThatThrownBy(() -> SchemaReader.read(FILES, location)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void listingKeepsSchemasAndStillSeesTheNextOne() {
        Table table = create("2", "none");
        try (LakeCatalog other = LakeCatalog.open("lake", home)) {
            assertThat(columns(other)).isEqualTo(2);

            table.updateSchema().addColumn("note", Types.StringType.get()).commit();
            assertThat(columns(other)).isEqualTo(3);
        }
    }

    private static int columns(LakeCatalog catalog) {
        return Catalogs.of(catalog)
                .relations("lake", RelationFilter.ALL)
                .get(0)
                .content()
                .orElseThrow()
                .schema()
                .columns()
                .size();
    }

    private Table create(String formatVersion, String codec) {
        return lake.tables()
                .buildTable(TableIdentifier.of("default", "orders"), SCHEMA)
                .withProperty("format-version", formatVersion)
                .withProperty("write.metadata.compression-codec", codec)
                .create();
    }

    private static TableMetadata metadata(Table table) {
        return ((BaseTable) table).operations().current();
    }

    private String write(String content) throws IOException {
        return "file:" + Files.writeString(home.resolve("v1.metadata.json"), content);
    }

    private static void assertSame(String location) {
        Schema read = SchemaReader.read(FILES, location);
        Schema expected = TableMetadataParser.read(FILES, location).schema();

        assertThat(read.schemaId()).isEqualTo(expected.schemaId());
        assertThat(read.asStruct()).isEqualTo(expected.asStruct());
        assertThat(read.identifierFieldIds()).isEqualTo(expected.identifierFieldIds());
    }
}
