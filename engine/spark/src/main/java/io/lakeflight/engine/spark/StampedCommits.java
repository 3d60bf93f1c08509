package io.lakeflight.engine.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeflight.engine.protocol.EngineProtocol;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.rest.ParserContext;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ErrorResponse;

/**
 * Puts the query's id into the snapshots of a table's commits, also into those of procedures: Iceberg's writes take it
 * themselves, its actions do not.
 */
final class StampedCommits implements RESTClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RESTClient client;
    private final Supplier<Optional<String>> queryId;

    /** @param queryId of the statement that the calling thread works for */
    StampedCommits(RESTClient client, Supplier<Optional<String>> queryId) {
        this.client = client;
        this.queryId = queryId;
    }

    @Override
    public RESTClient withAuthSession(AuthSession session) {
        return new StampedCommits(client.withAuthSession(session), queryId);
    }

    @Override
    public <T extends RESTResponse> T post(
            String path,
            RESTRequest body,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.post(path, stamped(body), responseType, headers, errorHandler);
    }

    @Override
    public <T extends RESTResponse> T post(
            String path,
            RESTRequest body,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return client.post(path, stamped(body), responseType, headers, errorHandler, responseHeaders);
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
        return client.post(path, stamped(body), responseType, headers, errorHandler, responseHeaders, parserContext);
    }

    private RESTRequest stamped(RESTRequest body) {
        Optional<String> id = queryId.get();
        if (id.isEmpty() || !(body instanceof UpdateTableRequest request)) {
            return body;
        }
        List<MetadataUpdate> updates = request.updates().stream()
                .map(update -> stamped(update, id.get()))
                .toList();
        return request.identifier() == null
                ? new UpdateTableRequest(request.requirements(), updates)
                : UpdateTableRequest.create(request.identifier(), request.requirements(), updates);
    }

    private static MetadataUpdate stamped(MetadataUpdate update, String id) {
        return update instanceof MetadataUpdate.AddSnapshot added
                        && !added.snapshot().summary().containsKey(EngineProtocol.QUERY_ID_PROPERTY)
                ? new MetadataUpdate.AddSnapshot(stamped(added.snapshot(), id))
                : update;
    }

    /** By way of JSON, in which the snapshot travels anyway: only Iceberg itself can make one. */
    static Snapshot stamped(Snapshot snapshot, String id) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(SnapshotParser.toJson(snapshot));
            json.withObject("summary").put(EngineProtocol.QUERY_ID_PROPERTY, id);
            return SnapshotParser.fromJson(JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A snapshot is not JSON", e);
        }
    }

    @Override
    public void head(String path, Map<String, String> headers, Consumer<ErrorResponse> errorHandler) {
        client.head(path, headers, errorHandler);
    }

    @Override
    public <T extends RESTResponse> T delete(
            String path, Class<T> responseType, Map<String, String> headers, Consumer<ErrorResponse> errorHandler) {
        return client.delete(path, responseType, headers, errorHandler);
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.get(path, queryParams, responseType, headers, errorHandler);
    }

    @Override
    public <T extends RESTResponse> T delete(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.delete(path, queryParams, responseType, headers, errorHandler);
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return client.get(path, queryParams, responseType, headers, errorHandler, responseHeaders);
    }

    @Override
    public <T extends RESTResponse> T get(
            String path,
            Map<String, String> queryParams,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler,
            ParserContext parserContext) {
        return client.get(path, queryParams, responseType, headers, errorHandler, parserContext);
    }

    @Override
    public <T extends RESTResponse> T postForm(
            String path,
            Map<String, String> formData,
            Class<T> responseType,
            Map<String, String> headers,
            Consumer<ErrorResponse> errorHandler) {
        return client.postForm(path, formData, responseType, headers, errorHandler);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
