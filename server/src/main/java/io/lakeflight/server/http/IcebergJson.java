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
    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;
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

    static <T> T read(Context request, Class<T> type) {
        try {
            T body = MAPPER.readValue(bytes(request), type);
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

    /** The whole body. Its length is counted while reading: a chunked request does not tell it in advance. */
    static byte[] bytes(Context request) {
        try {
            byte[] body = request.bodyInputStream().readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                throw new BadRequestException("The body is longer than %s bytes", MAX_BODY_BYTES);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Context request, Object body) throws JsonProcessingException {
        request.contentType("application/json").result(MAPPER.writeValueAsBytes(body));
    }
}
