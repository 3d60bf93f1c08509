package io.lakeflight.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableMetadataParser.Codec;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a table's metadata file what a listing of many tables needs: the current schema. The rest, which is most of it
 * in a table with many snapshots, is passed over, or not read if it comes behind.
 */
final class SchemaReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaReader() {}

    static Schema read(FileIO files, String location) {
        if (Codec.fromFileName(location) != Codec.NONE) {
            return TableMetadataParser.read(files, location).schema();
        }
        try (InputStream stream = files.newInputFile(location).newStream();
                JsonParser parser = JSON.createParser(stream)) {
            return SchemaParser.fromJson(current(parser));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + location + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode current(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("The metadata file is no JSON object");
        }
        JsonNode schemas = null;
        JsonNode only = null;
        Integer id = null;
        while ((schemas == null || id == null) && parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "current-schema-id" -> id = parser.getIntValue();
                case "schemas" -> schemas = JSON.readTree(parser);
                case "schema" -> only = JSON.readTree(parser);
                default -> parser.skipChildren();
            }
        }
        return schemas == null || id == null ? required(only) : required(ofId(schemas, id));
    }

    private static @Nullable JsonNode ofId(JsonNode schemas, int id) {
        for (JsonNode schema : schemas) {
            if (schema.path("schema-id").asInt(-1) == id) {
                return schema;
            }
        }
        return null;
    }

    private static JsonNode required(@Nullable JsonNode schema) {
        if (schema == null) {
            throw new IllegalArgumentException("The metadata file has no current schema");
        }
        return schema;
    }
}
