package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTSerializers;

/** Request and answer bodies of the Iceberg REST protocol. */
final class IcebergJson {
    private static final ObjectMapper MAPPER = mapper();

    private IcebergJson() {}

    /** The same settings as Iceberg's own mapper, which is not public. */
    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper()
                .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        RESTSerializers.registerAll(mapper);
        return mapper;
    }

    /** The whole body. Its length is counted while reading: a chunked request does not tell it in advance. */
    static byte[] content(Context request, int maxBytes) {
        try {
            byte[] body = request.bodyInputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw new BadRequestException("The body is longer than %s bytes", maxBytes);
            }
            return body;
        } catch (IOException e) {
            throw new BadRequestException(e, "The body ended early");
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
