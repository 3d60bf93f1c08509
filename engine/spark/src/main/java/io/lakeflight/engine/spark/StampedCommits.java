package io.lakeflight.engine.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeflight.engine.protocol.EngineProtocol;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/**
 * Puts the query's id into the snapshots of a table's commits, also into those of procedures: Iceberg's writes take it
 * themselves, its actions do not.
 */
final class StampedCommits extends ForwardingRestClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<Optional<String>> queryId;

    /** @param queryId of the statement that the calling thread works for */
    StampedCommits(RESTClient client, Supplier<Optional<String>> queryId) {
        super(client);
        this.queryId = queryId;
    }

    @Override
    StampedCommits around(RESTClient other) {
        return new StampedCommits(other, queryId);
    }

    @Override
    RESTRequest sent(RESTRequest body) {
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
}
