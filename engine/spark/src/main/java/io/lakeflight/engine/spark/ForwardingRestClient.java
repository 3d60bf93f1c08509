package io.lakeflight.engine.spark;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.rest.ParserContext;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.responses.ErrorResponse;

/** A client of the Iceberg service that passes every call on, in another form where a subclass gives it one. */
abstract class ForwardingRestClient implements RESTClient {
    private final RESTClient client;

    ForwardingRestClient(RESTClient client) {
        this.client = client;
    }

    /** The same around another client. */
    abstract ForwardingRestClient around(RESTClient other);

    /** What is sent in place of a body. */
    RESTRequest sent(RESTRequest body) {
        return body;
    }

    /** What is told of an error in place of a handler. */
    Consumer<ErrorResponse> told(Consumer<ErrorResponse> errorHandler) {
        return errorHandler;
    }

    @Override
    public RESTClient withAuthSession(AuthSession session) {
        return around(client.withAuthSession(session));
    }

    @Override
    public void head(String path, Map<String, String> headers, Consumer<ErrorResponse> errorHandler) {
        client.head(path, headers, told(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.get(path, queryParams, responseType, headers, told(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return client.get(path, queryParams, responseType, headers, told(errorHandler), responseHeaders);
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            ParserContext parserContext) {
        return client.get(path, queryParams, responseType, headers, told(errorHandler), parserContext);
    }

    @Override
    public <T extends RESTResponse> T post(
            String path,
            RESTRequest body,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.post(path, sent(body), responseType, headers, told(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T post(
            String path,
            RESTRequest body,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return client.post(path, sent(body), responseType, headers, told(errorHandler), responseHeaders);
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
        return client.post(path, sent(body), responseType, headers, told(errorHandler), responseHeaders, parserContext);
    }

    @Override
    public <T extends RESTResponse> T delete(
            String path, Class<T> responseType, Map<String, String> headers, Consumer<ErrorResponse> errorHandler) {
        return client.delete(path, responseType, headers, told(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T delete(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.delete(path, queryParams, responseType, headers, told(errorHandler));
    }

    @Override
    public <T extends RESTResponse> T postForm(
            String path,
            Map<String, String> formData,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.postForm(path, formData, responseType, headers, told(errorHandler));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
