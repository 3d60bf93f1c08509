package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.jspecify.annotations.Nullable;

/** Request and answer bodies of the Iceberg REST protocol. */
final class IcebergJson {
    /** Each costs far more memory than its bytes. */
    private static final long MOST_TOKENS = 500_000;

    private static final ObjectMapper MAPPER = mapper();

    private IcebergJson() {}

    /** The same settings as Iceberg's own mapper, which is not public; and a limit. */
    private static ObjectMapper mapper() {
        StreamReadConstraints limits =
                StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build();
        JsonFactory factory =
                new JsonFactoryBuilder().streamReadConstraints(limits).build();
        ObjectMapper mapper = new ObjectMapper(factory)
                .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        RESTSerializers.registerAll(mapper);
        return mapper.addMixIn(CreateTableRequest.class, NewTable.class);
    }

    /** The fields that Iceberg leaves to Jackson, which takes a number for a text; it finds them by their names. */
    @SuppressWarnings("UnusedVariable")
    private abstract static class NewTable {
        @JsonDeserialize(using = Text.class)
        @Nullable
        String name;

        @JsonDeserialize(using = Text.class)
        @Nullable
        String location;
    }

    /** A text, and nothing else. */
    private static final class Text extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
            return context.reportInputMismatch(
                    this, "%s is %s (expected: a text)", parser.currentName(), parser.getText());
        }
    }

    static <T> T read(byte[] content, Class<T> type) {
        try {
            T body = MAPPER.readValue(content, type);
            if (body == null) {
                throw new BadRequestException("The body is missing");
            }
            return body;
        } catch (JsonProcessingException e) {
            String reason = IcebergNumbers.explained(content, e).orElse(e.getOriginalMessage());
            throw new BadRequestException(e, "The body is not a %s: %s", type.getSimpleName(), reason);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body as it is written; empty if it is no JSON. */
    static Optional<JsonNode> tree(byte[] content) {
        try {
            return Optional.ofNullable(MAPPER.readTree(content));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write a " + body.getClass().getSimpleName(), e);
        }
    }
}
