package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTSerializers;

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
        return mapper;
    }

    static <T> T read(byte[] content, Class<T> type) {
        try {
            T body = MAPPER.readValue(content, type);
            if (body == null) {
                throw new BadRequestException("The body is missing");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new BadRequestException(e, "The body is not a %s: %s", type.getSimpleName(), e.getOriginalMessage());
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
