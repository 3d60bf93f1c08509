package io.lakeflight.engine.spark;

import io.lakeflight.engine.spark.error.EngineException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.rest.ErrorHandler;
import org.apache.iceberg.rest.ParserContext;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.responses.ErrorResponse;

/**
 * Has the server's refusals told in its own words. The answer to {@code HEAD}, by which Iceberg asks whether something
 * exists, has no body: a refusal of it is asked for again by {@code GET}. What a catalog will never do is told as not
 * supported, which Iceberg does not tell apart from a service that is out of reach.
 */
final class ToldRefusals implements RESTClient {
    private static final int NOT_FOUND = 404;
    private static final Set<Integer> NEVER = Set.of(405, 406);

    private final RESTClient client;

    /** What is there, whatever it is. */
    private static final class Existing implements RESTResponse {
        @Override
        public void validate() {}
    }

    /** Leaves the call whose answer says nothing. */
    private static final class UntoldException extends RuntimeException {
        private UntoldException() {
            super("The server refuses without a word");
        }
    }

    ToldRefusals(RESTClient client) {
        this.client = client;
    }

    @Override
    public RESTClient withAuthSession(AuthSession session) {
        return new ToldRefusals(client.withAuthSession(session));
    }

    @Override
    public void head(String path, Map<String, String> headers, Consumer<ErrorResponse> errorHandler) {
        try {
            client.head(path, headers, error -> {
                if (error.code() != NOT_FOUND) {
                    throw new UntoldException();
                }
                errorHandler.accept(error);
            });
        } catch (UntoldException e) {
            get(path, Map.of(), Existing.class, headers, errorHandler);
        }
    }

    private static Consumer<ErrorResponse> telling(Consumer<ErrorResponse> errorHandler) {
        return errorHandler instanceof ErrorHandler handler ? new Telling(handler) : errorHandler;
    }

    /** Iceberg reads the bodies of errors only for handlers of this class. */
    private static final class Telling extends ErrorHandler {
        private final ErrorHandler handler;

        private Telling(ErrorHandler handler) {
            this.handler = handler;
        }

        @Override
        public ErrorResponse parseResponse(int code, String json) {
            return handler.parseResponse(code, json);
        }

        @Override
        public void accept(ErrorResponse error) {
            if (NEVER.contains(error.code())) {
                throw EngineException.user(
                        "UNSUPPORTED_FEATURE",
                        "0A000",
                        Objects.requireNonNullElse(error.message(), "The catalog does not support this"));
            }
            handler.accept(error);
        }
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.get(path, queryParams, responseType, headers, telling(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return client.get(path, queryParams, responseType, headers, telling(errorHandler), responseHeaders);
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            ParserContext parserContext) {
        return client.get(path, queryParams, responseType, headers, telling(errorHandler), parserContext);
    }

    @Override
    public <T extends RESTResponse> T post(
            String path,
            RESTRequest body,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.post(path, body, responseType, headers, telling(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T post(
            String path,
            RESTRequest body,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return client.post(path, body, responseType, headers, telling(errorHandler), responseHeaders);
    }

    @Override
    public <T extends RESTResponse> T post(
            String path,
            RESTRequest body,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders,
            ParserContext parserContext) {
        return client.post(path, body, responseType, headers, telling(errorHandler), responseHeaders, parserContext);
    }

    @Override
    public <T extends RESTResponse> T delete(
            String path, Class<T> responseType, Map<String, String> headers, Consumer<ErrorResponse> errorHandler) {
        return client.delete(path, responseType, headers, telling(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T delete(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.delete(path, queryParams, responseType, headers, telling(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T postForm(
            String path,
            Map<String, String> formData,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.postForm(path, formData, responseType, headers, telling(errorHandler));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
