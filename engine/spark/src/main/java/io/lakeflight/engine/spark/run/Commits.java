package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.EngineProtocol;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.events.CreateSnapshotEvent;
import org.apache.iceberg.events.Listeners;

/**
 * Collects the summaries of the snapshots each statement commits, as Iceberg announces them.
 *
 * <p>Iceberg's listeners are global to the process and cannot be removed, so there is one of this per process.
 */
public final class Commits {
    private final Map<String, List<Map<String, String>>> summaries = new ConcurrentHashMap<>();

    private Commits() {}

    public static Commits listening() {
        Commits commits = new Commits();
        Listeners.register(commits::committed, CreateSnapshotEvent.class);
        return commits;
    }

    private void committed(CreateSnapshotEvent event) {
        String queryId = event.summary().get(EngineProtocol.QUERY_ID_PROPERTY);
        List<Map<String, String>> expected = queryId == null ? null : summaries.get(queryId);
        if (expected != null) {
            expected.add(Map.copyOf(event.summary()));
        }
    }

    void expect(String queryId) {
        summaries.put(queryId, new CopyOnWriteArrayList<>());
    }

    List<Map<String, String>> take(String queryId) {
        List<Map<String, String>> taken = summaries.remove(queryId);
        return taken == null ? List.of() : List.copyOf(taken);
    }
}
